import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { EngineError } from '../error.js';
import type { CallName, Calls, Request, Response } from './protocol.js';

/** Talks to a worker thread. The thread does not keep the process alive while no call is under way. */
export class Client {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, { resolve: (result: never) => void; reject: (error: Error) => void }>();
  #ids = 0;
  #failed: Error | undefined;

  constructor() {
    // By the package's own name, so that it is the built file wherever this one runs.
    const path = createRequire(import.meta.url).resolve('@rnnlab/trainer/onnxruntime-worker');
    // Without the flags of this process: some, as --input-type, do not go with a file.
    this.#worker = new Worker(pathToFileURL(path), { execArgv: [] });
    this.#worker.unref();
    this.#worker.on('message', (response: Response) => this.#settle(response));
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(new EngineError('The thread of ONNX Runtime has ended.')));
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
      this.#worker.postMessage(request);
      this.#waiting.set(request.id, { resolve: resolve as (result: never) => void, reject });
      this.#worker.ref();
    });
  }

  #settle(response: Response): void {
    const { resolve, reject } = this.#waiting.get(response.id)!;
    this.#waiting.delete(response.id);
    if (this.#waiting.size === 0) this.#worker.unref();
    if ('error' in response) reject(new EngineError(`ONNX Runtime: ${response.error}`));
    else resolve(response.result as never);
  }

  #fail(error: Error): void {
    this.#failed ??= explain(error);
    for (const { reject } of this.#waiting.values()) reject(this.#failed);
    this.#waiting.clear();
  }
}

function explain(error: Error): Error {
  if (error instanceof EngineError) return error;
  const missing =
    'code' in error && error.code === 'ERR_MODULE_NOT_FOUND' && error.message.includes('onnxruntime-node');
  return new EngineError(
    missing
      ? 'Cannot import `onnxruntime-node`: install it with `npm install onnxruntime-node`.'
      : `ONNX Runtime could not start: ${error.message}`,
  );
}
