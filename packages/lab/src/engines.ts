import { shown, suggestion } from '@rnnlab/shared';
import { tfjs } from '@rnnlab/tfjs';
import { type Engine, onnxruntime, web } from '@rnnlab/trainer';
import { LabError } from './errors.js';
import { ENGINE_PACKAGES, type EnginePackage, versionOf } from './versions.js';

/** From fast to slow, as `apps/bench` measures them: the order in which `auto` takes them. */
const makers = {
  onnxruntime: (threads?: number): Engine => onnxruntime(threads === undefined ? {} : { threads }),
  web: (threads?: number): Engine => web(threads === undefined ? {} : { threads }),
  tfjs: (): Engine => tfjs(),
};

export type EngineName = keyof typeof makers;

export const engineNames = Object.keys(makers) as readonly EngineName[];

/** An engine by its name, `auto` for the fastest that is installed, or one of your own. */
export type EngineOption = EngineName | 'auto' | Engine;

export interface ResolvedEngine {
  engine: Engine;
  /** Why it is not the fastest, as one sentence; absent if it is, or if it was asked for. */
  reason?: string;
}

/**
 * The engine that an option stands for.
 *
 * @param threads - By default one for each processor, with `web` one.
 * @throws LabError for a name that there is not, and for `auto` if no engine is installed.
 */
export function resolveEngine(option: EngineOption = 'auto', threads?: number): ResolvedEngine {
  if (isEngine(option)) return { engine: option };
  if (option !== 'auto') {
    if (typeof option !== 'string' || !Object.hasOwn(makers, option)) {
      const hint = suggestion(String(option), ['auto', ...engineNames]);
      throw new LabError(`There is no engine ${shown(option)}${hint}.`, { option: 'engine' });
    }
    return { engine: makers[option](threads) };
  }
  const isInstalled = ({ name }: EnginePackage): boolean => versionOf(name) !== undefined;
  const name = engineNames.find((one) =>
    ENGINE_PACKAGES.some((each) => each.engine === one && isInstalled(each)),
  );
  const fastest = ENGINE_PACKAGES[0]!;
  if (name === undefined) {
    throw new LabError(`No engine is installed: install one with \`npm install ${fastest.name}\`.`);
  }
  const engine = makers[name](threads);
  if (name === fastest.engine) return { engine };
  return { engine, reason: `The engine is ${name}, as \`${fastest.name}\` is not installed.` };
}

const isEngine = (option: EngineOption): option is Engine =>
  typeof (option as Partial<Engine> | null)?.describe === 'function';

/**
 * What trained a run, and scores it: the same threads give the same bits.
 *
 * @param own - Another one that is to be used.
 * @throws LabError if it was an engine of somebody's own, and is not given.
 */
export function engineOf(
  { engine, threads }: { engine: string; threads?: number | undefined },
  own?: EngineOption,
): Engine {
  if (own !== undefined) return resolveEngine(own, threads).engine;
  if (engineNames.includes(engine as EngineName)) return resolveEngine(engine as EngineName, threads).engine;
  throw new LabError(`The run was trained with the engine "${engine}": give that as the option engine.`, {
    option: 'engine',
  });
}
