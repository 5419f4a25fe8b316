import { anything, checkOptions, inNode, type Rule, wholeNumber } from '@rnnlab/shared';
import { TrainingError } from '../../errors.js';
import type { Engine } from '../engine.js';
import { compile } from './compile.js';
import type { SessionSettings } from './protocol.js';
import { Client, nodeThread } from './rpc.js';
import { hasWebWorkers, pageThread, sameThread } from './web-threads.js';

/** Options of {@link web}. */
export interface WebOptions {
  /**
   * Threads inside an operator. Default: 1. More than one needs a page that is cross-origin isolated, and a worker.
   */
  threads?: number | undefined;
  /**
   * The folder with the files `ort-wasm-simd-threaded.*` of `onnxruntime-web`, or the address of each. Default: the
   * bundler's copy, or `ort-wasm-simd-threaded.wasm` beside the worker's script; in Node the package's.
   */
  wasmPaths?: SessionSettings['wasmPaths'] | undefined;
  /**
   * In a page, the address of the script `@rnnlab/trainer/web-worker`. Default: `web-worker.js` beside the script
   * that this is in. `false` computes on the caller's thread, which `fit` blocks for about a second at a time.
   */
  worker?: string | URL | false | undefined;
}

const rules: Record<keyof WebOptions, Rule> = {
  threads: wholeNumber(1),
  wasmPaths: anything,
  worker: {
    expected: 'an address or false',
    accepts: (value) => value === false || typeof value === 'string' || value instanceof URL,
  },
};

/** One thread with its sessions for each set of options: engines are cheap to make again. */
const clients = new Map<string, Client>();

/**
 * Trains with `onnxruntime-web`: WebAssembly, in a page or in Node. It computes in a worker, so that the page stays
 * responsive; where there are no workers, on the caller's thread. The engine's methods throw an {@link EngineError} if
 * ONNX Runtime cannot start.
 *
 * @throws {TrainingError} For an unknown option, a bad value, or `threads` above 1 in a page that is not isolated.
 * @example
 * import { fit, tokenExamples, web } from '@rnnlab/trainer/web';
 * await fit({ spec, train: tokenExamples({ ids, targets }), engine: web() });
 */
export function web(options: WebOptions = {}): Engine {
  checkOptions('web', options, rules, TrainingError);
  const { threads = 1, worker } = options;
  if (threads > 1 && !inNode && !(globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated) {
    throw new TrainingError(
      `web: threads must be 1 in a page that is not cross-origin isolated, received ${threads}.`,
    );
  }
  const wasmPaths = absolute(options.wasmPaths);
  const key = JSON.stringify([threads, wasmPaths, worker]);
  const client = (): Client => {
    const known = clients.get(key);
    if (known && !known.failed) return known;
    const started = new Client(startThread(worker));
    clients.set(key, started);
    return started;
  };
  return {
    name: 'web',
    async describe() {
      const version = await client().call('version');
      return `ONNX Runtime Web ${version} in WebAssembly, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
    },
    compile: (...model) => compile(client, { threads, ...(wasmPaths && { wasmPaths }) }, ...model),
  };
}

function startThread(worker: WebOptions['worker']) {
  if (worker === false) return sameThread;
  if (inNode) return nodeThread('web-worker');
  return hasWebWorkers() ? pageThread(worker) : sameThread;
}

/** Addresses are relative to the page, not to the worker's script. */
function absolute(paths: WebOptions['wasmPaths']): WebOptions['wasmPaths'] {
  const base = (globalThis as { document?: { baseURI: string } }).document?.baseURI;
  if (!paths || !base) return paths;
  if (typeof paths === 'string') return new URL(paths, base).href;
  return Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, new URL(path, base).href]));
}
