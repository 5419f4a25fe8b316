import type { Answers, CallName, Calls, Request, Response } from './protocol.js';

/** Where requests come from: a port of Node, or the scope of a worker in a page. */
export interface Port {
  onmessage: ((event: { data: Request }) => void) | null;
  /** @param handOver - Memory that goes over instead of a copy. */
  postMessage(response: Response, handOver: ArrayBuffer[]): void;
}

/** Answers the calls of a client one after the other, in the order in which they come. */
export function serve(answers: Answers, port: Port): void {
  let queue = Promise.resolve();
  port.onmessage = ({ data: { id, name, arguments: args } }) => {
    queue = queue.then(async () => {
      const answer = answers[name] as (...args: unknown[]) => Promise<Calls[CallName]['result']>;
      const response: Response = await answer(...args).then(
        (result) => ({ id, result }),
        (error: unknown) => ({ id, error: error instanceof Error ? error.message : String(error) }),
      );
      const memory = 'result' in response ? [...buffersIn(response.result)] : [];
      try {
        port.postMessage(response, memory);
      } catch {
        // There is memory that cannot be handed over.
        port.postMessage(response, []);
      }
    });
  };
}

/** The memory of an answer, which is made for it. A copy of a large state would keep the thread that receives it. */
function buffersIn(value: unknown, found = new Set<ArrayBuffer>()): Set<ArrayBuffer> {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
  } else if (typeof value === 'object' && value !== null) {
    for (const entry of Object.values(value)) buffersIn(entry, found);
  }
  return found;
}
