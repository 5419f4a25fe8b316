import { EngineError } from '../error.js';
import type { Tensors } from '../feeds.js';
import type { CallName, Calls, Request, Response } from './protocol.js';

const PREFIX = 'ONNX Runtime: ';

/** A thread that answers calls: a worker of Node or of a page. */
export interface Thread {
  /**
   * @param handOver - Memory that goes to the thread instead of a copy.
   * @throws Error if an argument cannot be sent.
   */
  send(request: Request, handOver: ArrayBuffer[]): void;
  /** Whether the process stays alive for it. */
  hold?(needed: boolean): void;
}

/** Starts a thread, and tells what comes from it. */
export type StartThread = (events: {
  response(response: Response): void;
  failed(error: Error): void;
}) => Thread;

/** Talks to a thread. It does not keep the process alive while no call is under way. */
export class Client {
  readonly #thread: Thread;
  readonly #waiting = new Map<number, { resolve: (result: never) => void; reject: (error: Error) => void }>();
  #ids = 0;
  #failed: Error | undefined;

  constructor(start: StartThread) {
    this.#thread = start({
      response: (response) => this.#settle(response),
      failed: (error) => this.#fail(error),
    });
    this.#thread.hold?.(false);
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
      this.#thread.send(request, buffersOf(args[1]));
      this.#waiting.set(request.id, { resolve: resolve as (result: never) => void, reject });
      this.#thread.hold?.(true);
    });
  }

  #settle(response: Response): void {
    const { resolve, reject } = this.#waiting.get(response.id)!;
    this.#waiting.delete(response.id);
    if (this.#waiting.size === 0) this.#thread.hold?.(false);
    if ('error' in response) reject(new EngineError(said(response.error)));
    else resolve(response.result as never);
  }

  #fail(error: Error): void {
    this.#failed ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#failed);
    this.#waiting.clear();
  }
}

/** What went wrong; a thread that has it from its helper passes it on. */
const said = (error: string): string => (error.startsWith(PREFIX) ? error : PREFIX + error);

/** The memory of feeds, which are made for one call; a state is the caller's and stays. */
const buffersOf = (argument: unknown): ArrayBuffer[] =>
  Object.values((argument ?? {}) as Tensors).flatMap((tensor) => {
    const buffer = tensor?.data?.buffer;
    return buffer instanceof ArrayBuffer ? [buffer] : [];
  });
