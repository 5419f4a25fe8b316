import { type ErrorCode, entryFile, nodeModule } from '@rnnlab/shared';
import { EngineError } from '../error.js';
import type { StartThread } from './client.js';

/**
 * A worker thread of Node.
 *
 * @param entry - Its module, an export of this package.
 */
export const nodeThread =
  (entry: string): StartThread =>
  ({ response, failed }) => {
    const { Worker } = nodeModule('node:worker_threads');
    const path = entryFile(`@rnnlab/trainer/${entry}`, import.meta.url);
    // Without the flags of this process: some, as --input-type, do not go with a file.
    const worker = new Worker(path, { execArgv: [] });
    worker.on('message', response);
    worker.on('error', (error) => failed(explain(error)));
    worker.on('exit', () => failed(new EngineError('The thread of ONNX Runtime has ended.')));
    return {
      send: (request, handOver) => worker.postMessage(request, handOver),
      hold: (needed) => (needed ? worker.ref() : worker.unref()),
    };
  };

/** An error of a thread has lost its class on the way, and the mark of ours, but not its code. */
function explain(error: Error & { code?: ErrorCode }): EngineError {
  const { code, message } = error;
  return new EngineError(code === 'RNNLAB_ENGINE' ? message : `ONNX Runtime could not start: ${message}`);
}
