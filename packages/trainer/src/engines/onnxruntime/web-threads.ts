import { peerError } from '@rnnlab/shared';
import { EngineError } from '../../errors.js';
import type { Request, Response } from './protocol.js';
import { type Port, type StartThread, serve } from './rpc.js';
import { webHandlers } from './sessions.js';
import type { Ort } from './tensors.js';

/** The part of a page's `Worker` that is used here: the types of the DOM are not loaded. */
interface WebWorker {
  onmessage: (event: { data: Parameters<Port['postMessage']>[0] }) => void;
  onerror: (event: { message?: string; preventDefault(): void }) => void;
  postMessage(message: unknown, transfer?: ArrayBuffer[]): void;
}

declare const Worker: new (url: string | URL, options: { type: 'module' }) => WebWorker;

export const hasWebWorkers = (): boolean => typeof Worker === 'function';

/**
 * Starts a worker of a page.
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
    return { send: (request, transfer) => worker.postMessage(request, transfer) };
  };

/** The types of the DOM are not loaded, and those of Node lack `onmessage`. */
interface ChannelPort {
  onmessage: ((event: { data: Request }) => void) | null;
  postMessage(message: Request | Response, transfer?: ArrayBuffer[]): void;
  /** In Node. */
  ref?(): void;
  unref?(): void;
}

/** Answers on the caller's thread, which is blocked during a run, and free between two runs. */
export const sameThread: StartThread = ({ response, failed }) => {
  // As with a worker, messages are copied, and timers have their turn between two of them.
  const { port1, port2 } = new MessageChannel() as unknown as Record<'port1' | 'port2', ChannelPort>;
  port1.onmessage = ({ data }) => response(data as Request | Response as Response);
  import('onnxruntime-web/wasm').then(
    (ort: Ort) => serve(webHandlers(ort), port2),
    (error) => failed(peerError('onnxruntime-web', error, EngineError)),
  );
  return {
    send: (request, transfer) => port1.postMessage(request, transfer),
    keepAlive: (needed) => {
      for (const port of [port1, port2]) (needed ? port.ref : port.unref)?.call(port);
    },
  };
};
