import type { TrainingState } from '../engine.js';
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
      port.postMessage(response, name === 'getState' && 'result' in response ? buffersOf(response) : []);
    });
  };
}

/** The memory of a state that is sent. A copy of a large one would keep the thread that receives it. */
function buffersOf({ result }: { result: unknown }): ArrayBuffer[] {
  const { parameters, slots, carried = [] } = result as TrainingState;
  return [parameters, ...slots, ...carried.map(({ data }) => data)].map(
    ({ buffer }) => buffer as ArrayBuffer,
  );
}
