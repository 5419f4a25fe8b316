import { EngineError } from '../error.js';
import type { StartThread } from '../ort/client.js';
import type { Port } from '../ort/serve.js';

/** As much of a page's `Worker` as is used here: the types of the DOM are not loaded. */
interface PageWorker {
  onmessage: (event: { data: Parameters<Port['postMessage']>[0] }) => void;
  onerror: (event: { message?: string; preventDefault(): void }) => void;
  postMessage(message: unknown, transfer?: ArrayBuffer[]): void;
}

declare const Worker: new (url: string | URL, options: { type: 'module' }) => PageWorker;

export const pageHasWorkers = (): boolean => typeof Worker === 'function';

/**
 * A worker of a page.
 *
 * @param url - Its script; by default `web-worker.js` beside the script that this is in.
 */
export const pageThread =
  (url?: string | URL): StartThread =>
  ({ response, failed }) => {
    // Written out, so that bundlers that know this form put the worker in a file of its own.
    const worker = url
      ? new Worker(url, { type: 'module' })
      : new Worker(new URL('./web-worker.js', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }) => response(data);
    worker.onerror = (event) => {
      event.preventDefault();
      const where = url ?? new URL('./web-worker.js', import.meta.url);
      failed(
        new EngineError(
          event.message
            ? `ONNX Runtime could not start: ${event.message}`
            : `Cannot load the worker ${where}: expected the script \`@rnnlab/trainer/web-worker\` there; ` +
                'give its address as the option `worker`, or `false` to train on the thread of the page.',
        ),
      );
    };
    return { send: (request, handOver) => worker.postMessage(request, handOver) };
  };
