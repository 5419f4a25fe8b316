import { peerError } from '@rnnlab/shared';
import { EngineError } from '../error.js';
import type { StartThread } from '../ort/client.js';
import type { Request, Response } from '../ort/protocol.js';
import { serve } from '../ort/serve.js';
import type { Ort } from '../ort/sessions.js';
import { webAnswers } from './answers.js';

/** The types of the DOM are not loaded, and those of Node lack what its ports have of it. */
interface ChannelPort {
  onmessage: ((event: { data: Request }) => void) | null;
  postMessage(message: Request | Response, transfer?: ArrayBuffer[]): void;
  /** In Node. */
  ref?(): void;
  unref?(): void;
}

/** Answers on the thread of the caller, which waits while a run is under way, and goes on between two. */
export const sameThread: StartThread = ({ response, failed }) => {
  // As with a worker, what is sent is copied, and timers have their turn between two messages.
  const { port1, port2 } = new MessageChannel() as unknown as Record<'port1' | 'port2', ChannelPort>;
  port1.onmessage = ({ data }) => response(data as Request | Response as Response);
  import('onnxruntime-web/wasm').then(
    (ort: Ort) => serve(webAnswers(ort), port2),
    (error) => failed(peerError('onnxruntime-web', error, EngineError)),
  );
  return {
    send: (request, handOver) => port1.postMessage(request, handOver),
    hold: (needed) => {
      for (const port of [port1, port2]) (needed ? port.ref : port.unref)?.call(port);
    },
  };
};
