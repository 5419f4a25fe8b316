import { type ErrorCode, entryFile, nodeModule } from '@rnnlab/shared';
import { EngineError } from '../../errors.js';
import type { Tensors } from '../feeds.js';
import type { CallName, Calls, Handlers, Request, Response } from './protocol.js';

const PREFIX = 'ONNX Runtime: ';

/** A thread that answers calls: a worker of Node or of a page. */
interface Thread {
  /**
   * @param transfer - Memory that moves to the thread instead of a copy.
   * @throws Error if an argument cannot be sent.
   */
  send(request: Request, transfer: ArrayBuffer[]): void;
  /** Sets whether the process stays alive for the thread. */
  keepAlive?(needed: boolean): void;
}

/** Starts a thread that reports its events. */
export type StartThread = (events: {
  response(response: Response): void;
  failed(error: Error): void;
}) => Thread;

/** Calls the functions of a thread. It does not keep the process alive while no call is under way. */
export class Client {
  readonly #thread: Thread;
  readonly #pending = new Map<number, { resolve: (result: never) => void; reject: (error: Error) => void }>();
  #ids = 0;
  #failed: Error | undefined;

  constructor(start: StartThread) {
    this.#thread = start({
      response: (response) => this.#settle(response),
      failed: (error) => this.#fail(error),
    });
    this.#thread.keepAlive?.(false);
  }

  /** True if its thread has ended: no call can succeed any more. */
  get failed(): boolean {
    return this.#failed !== undefined;
  }

  call<Name extends CallName>(name: Name, ...args: Calls[Name]['arguments']): Promise<Calls[Name]['result']> {
    if (this.#failed) return Promise.reject(this.#failed);
    const request: Request<Name> = { id: this.#ids++, name, arguments: args };
    return new Promise((resolve, reject) => {
      // First, as it fails if an argument cannot be sent.
      this.#thread.send(request, feedBuffers(args[1]));
      this.#pending.set(request.id, { resolve: resolve as (result: never) => void, reject });
      this.#thread.keepAlive?.(true);
    });
  }

  #settle(response: Response): void {
    const { resolve, reject } = this.#pending.get(response.id)!;
    this.#pending.delete(response.id);
    if (this.#pending.size === 0) this.#thread.keepAlive?.(false);
    if ('error' in response) reject(new EngineError(withPrefix(response.error)));
    else resolve(response.result as never);
  }

  #fail(error: Error): void {
    this.#failed ??= error;
    for (const { reject } of this.#pending.values()) reject(this.#failed);
    this.#pending.clear();
  }
}

/** An error of a data-parallel worker already has the prefix. */
const withPrefix = (error: string): string => (error.startsWith(PREFIX) ? error : PREFIX + error);

/** The memory of feeds, which are made for one call; a state stays the caller's. */
const feedBuffers = (argument: unknown): ArrayBuffer[] =>
  Object.values((argument ?? {}) as Tensors).flatMap((tensor) => {
    const buffer = tensor?.data?.buffer;
    return buffer instanceof ArrayBuffer ? [buffer] : [];
  });

/** The other end of a client's thread: a port of Node, or the scope of a worker in a page. */
export interface Port {
  onmessage: ((event: { data: Request }) => void) | null;
  /** @param transfer - Memory that moves instead of a copy. */
  postMessage(response: Response, transfer: ArrayBuffer[]): void;
}

/** Answers the calls of a client one after the other, in the order in which they come. */
export function serve(handlers: Handlers, port: Port): void {
  let queue = Promise.resolve();
  port.onmessage = ({ data: { id, name, arguments: args } }) => {
    queue = queue.then(async () => {
      const handler = handlers[name] as (...args: unknown[]) => Promise<Calls[CallName]['result']>;
      const response: Response = await handler(...args).then(
        (result) => ({ id, result }),
        (error: unknown) => ({ id, error: error instanceof Error ? error.message : String(error) }),
      );
      const transfer = 'result' in response ? [...resultBuffers(response.result)] : [];
      try {
        port.postMessage(response, transfer);
      } catch {
        // Some memory cannot be transferred.
        port.postMessage(response, []);
      }
    });
  };
}

/** The memory of a result, which is made for it. A copy of a large state would keep the thread that receives it busy. */
function resultBuffers(value: unknown, found = new Set<ArrayBuffer>()): Set<ArrayBuffer> {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
  } else if (typeof value === 'object' && value !== null) {
    for (const entry of Object.values(value)) resultBuffers(entry, found);
  }
  return found;
}

/**
 * Starts a worker thread of Node.
 *
 * @param entry - Its module, an export of this package.
 */
export const nodeThread =
  (entry: string): StartThread =>
  ({ response, failed }) => {
    const { Worker } = nodeModule('node:worker_threads');
    const path = entryFile(`@rnnlab/trainer/${entry}`, import.meta.url);
    // Without the flags of this process: some, such as --input-type, are refused for a file.
    const worker = new Worker(path, { execArgv: [] });
    worker.on('message', response);
    worker.on('error', (error) => failed(startError(error)));
    worker.on('exit', () => failed(new EngineError('The thread of ONNX Runtime has ended.')));
    return {
      send: (request, transfer) => worker.postMessage(request, transfer),
      keepAlive: (needed) => (needed ? worker.ref() : worker.unref()),
    };
  };

/** An error of a thread has lost its class on the way, but not its code. */
function startError(error: Error & { code?: ErrorCode }): EngineError {
  const { code, message } = error;
  return new EngineError(code === 'RNNLAB_ENGINE' ? message : `ONNX Runtime could not start: ${message}`);
}
