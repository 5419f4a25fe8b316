import { shown, suggestion } from '@rnnlab/shared';
import { tfjs } from '@rnnlab/tfjs';
import { type Engine, onnxruntime, web } from '@rnnlab/trainer';
import { LabError } from './errors.js';
import { ENGINE_PACKAGES, type EnginePackage, versionOf } from './versions.js';

/** In the order in which `auto` takes them: from fast to slow, as `apps/bench` measures them. */
const makers = {
  onnxruntime: (threads?: number): Engine => onnxruntime(threads === undefined ? {} : { threads }),
  web: (threads?: number): Engine => web(threads === undefined ? {} : { threads }),
  tfjs: (): Engine => tfjs(),
};

/** Name of a built-in engine. */
export type EngineName = keyof typeof makers;

/** Names of the built-in engines, from fast to slow. */
export const engineNames = Object.keys(makers) as readonly EngineName[];

/** An engine by its name, `auto` for the fastest that is installed, or one of your own. */
export type EngineOption = EngineName | 'auto' | Engine;

/** An engine, and why `auto` chose it. */
export interface ResolvedEngine {
  engine: Engine;
  /** One sentence on why it is not the fastest; absent if it is, or if it was named. */
  reason?: string;
}

/**
 * Resolves an engine option to an engine.
 *
 * @param threads - Number of threads. Default: one for each processor, with `web` one.
 * @throws {LabError} For an unknown name, and for `auto` if no engine is installed.
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
 * The engine that trained a run, with the same threads: it scores to the same bits.
 *
 * @param own - An engine to use instead.
 * @throws {LabError} If it was a custom engine that is not given.
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
