import { createRequire } from 'node:module';
import { isWholeNumber, suggestion } from '@rnnlab/shared';
import { tfjs } from '@rnnlab/tfjs';
import { type Engine, onnxruntime, web } from '@rnnlab/trainer';
import { LabError } from './error.js';

interface EngineChoice {
  /** One of these packages must be installed. */
  packages: readonly string[];
  make(threads: number | undefined): Engine;
}

/** From fast to slow, as `apps/bench` measures them: the order in which `auto` takes them. */
const choices = {
  onnxruntime: {
    packages: ['onnxruntime-node'],
    make: (threads) => onnxruntime(threads === undefined ? {} : { threads }),
  },
  web: {
    packages: ['onnxruntime-web'],
    make: (threads) => web(threads === undefined ? {} : { threads }),
  },
  tfjs: {
    packages: ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node', '@tensorflow/tfjs-layers'],
    make: () => tfjs(),
  },
} satisfies Record<string, EngineChoice>;

export type EngineName = keyof typeof choices;

export const engineNames = Object.keys(choices) as readonly EngineName[];

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
  if (typeof option === 'object') return { engine: option };
  if (option !== 'auto') {
    if (!Object.hasOwn(choices, option)) {
      const hint = suggestion(String(option), ['auto', ...engineNames]);
      throw new LabError(`There is no engine "${option}"${hint}.`, { option: 'engine' });
    }
    return { engine: choices[option].make(threads) };
  }
  const name = engineNames.find((one) => choices[one].packages.some(isInstalled));
  if (name === undefined) {
    throw new LabError('No engine is installed: install one with `npm install onnxruntime-node`.');
  }
  const engine = choices[name].make(threads);
  if (name === engineNames[0]) return { engine };
  return {
    engine,
    reason: `The engine is ${name}, as \`${choices.onnxruntime.packages[0]}\` is not installed.`,
  };
}

const require = createRequire(import.meta.url);

function isInstalled(name: string): boolean {
  try {
    require.resolve(name);
    return true;
  } catch {
    return false;
  }
}

/** @throws LabError for what is no number of threads. */
export function requireThreads(threads: unknown): void {
  if (isWholeNumber(threads, 1, 1024)) return;
  throw new LabError(`threads must be a whole number from 1 to 1024, received ${threads}.`, {
    option: 'threads',
  });
}
