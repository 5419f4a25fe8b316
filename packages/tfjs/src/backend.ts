import { isAbsent, peerError, reasonOf } from '@rnnlab/shared';
import { EngineError } from '@rnnlab/trainer';
import type { Tf } from './tf.js';
import { completeKernels } from './wasm-kernels.js';

/** The backends of TensorFlow.js, best first. */
export const backendNames = ['node-gpu', 'node', 'wasm', 'cpu'] as const;

/** A backend of TensorFlow.js: libtensorflow on the GPU or CPU, WebAssembly, or plain JavaScript. */
export type BackendName = (typeof backendNames)[number];

/** TensorFlow.js with a backend that has started. */
export interface Backend {
  tf: Tf;
  name: BackendName;
  /** Makes it the current backend: another engine, or the user, may have chosen another one since. */
  select(): void;
}

/** The package of each backend, and the name under which it registers itself. */
const packages: Record<BackendName, { name: string; registered: string; whole: boolean }> = {
  'node-gpu': { name: '@tensorflow/tfjs-node-gpu', registered: 'tensorflow', whole: true },
  node: { name: '@tensorflow/tfjs-node', registered: 'tensorflow', whole: true },
  wasm: { name: '@tensorflow/tfjs-backend-wasm', registered: 'wasm', whole: false },
  cpu: { name: '@tensorflow/tfjs-backend-cpu', registered: 'cpu', whole: false },
};

const hint = 'or use the engine `onnxruntime`';
const backends = new Map<BackendName, Promise<Backend>>();

/**
 * Loads TensorFlow.js and starts a backend, once in a process.
 *
 * @param name - `auto` is the first of {@link backendNames} that is installed.
 * @throws {EngineError} When a package is missing or the backend does not start.
 */
export async function loadBackend(name: BackendName | 'auto'): Promise<Backend> {
  if (name !== 'auto') return start(name, () => importPeer(packages[name].name, hint));
  for (const candidate of backendNames) {
    const module = await importIfPresent(packages[candidate].name);
    if (module) return start(candidate, async () => module);
  }
  throw new EngineError(
    'Cannot import `@tensorflow/tfjs-node-gpu`, nor another backend of TensorFlow.js: install it with ' +
      '`npm install @tensorflow/tfjs-node-gpu`, or without native code `npm install @tensorflow/tfjs-core ' +
      `@tensorflow/tfjs-layers @tensorflow/tfjs-backend-cpu @tensorflow/tfjs-backend-wasm\`, ${hint}.`,
  );
}

function start(name: BackendName, load: () => Promise<unknown>): Promise<Backend> {
  const known = backends.get(name);
  if (known) return known;
  const started = begin(name, load);
  backends.set(name, started);
  // One that failed may be installed later.
  started.catch(() => backends.delete(name));
  return started;
}

async function begin(name: BackendName, load: () => Promise<unknown>): Promise<Backend> {
  const { registered, whole } = packages[name];
  const own = exportsOf(await load());
  const tf = (whole ? own : await pureNpm(name)) as unknown as Tf;
  const started = await tf.setBackend(registered).catch((error: unknown) => {
    throw new EngineError(`TensorFlow.js could not start its ${name} backend: ${reasonOf(error)}.`);
  });
  if (!started) throw new EngineError(`TensorFlow.js could not start its ${name} backend.`);
  if (name === 'wasm') completeKernels(tf);
  const select = (): void => {
    // It has started, so this takes effect at once.
    if (tf.getBackend() !== registered) void tf.setBackend(registered);
  };
  return { tf, name, select };
}

async function pureNpm(name: BackendName): Promise<object> {
  const needed = ['core', 'layers', ...(name === 'wasm' ? ['backend-cpu'] : [])];
  const [core, layers] = await Promise.all(
    needed.map((part) => importPeer(`@tensorflow/tfjs-${part}`, hint).then(exportsOf)),
  );
  return { ...core, ...layers };
}

/** A package in the older module format has its exports under `default`. */
const exportsOf = (module: unknown): object => (module as { default?: object }).default ?? (module as object);

/**
 * Imports a package of TensorFlow.js when it is needed.
 *
 * @param hint - An alternative to installing it, as the rest of a sentence.
 * @throws {EngineError} With how to install it, or why it could not be loaded.
 */
async function importPeer(name: string, hint: string): Promise<unknown> {
  try {
    return await import(/* @vite-ignore */ name);
  } catch (error) {
    throw peerError(name, error, EngineError, hint);
  }
}

/** As {@link importPeer}, but undefined if the package is not installed. */
async function importIfPresent(name: string): Promise<unknown> {
  try {
    return await import(/* @vite-ignore */ name);
  } catch (error) {
    if (isAbsent(name, error)) return undefined;
    throw peerError(name, error, EngineError);
  }
}
