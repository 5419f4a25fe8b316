import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A process that ended, or did not answer as it should. */
export class ChildError extends Error {
  override name = 'ChildError';
}

/** The command that starts a child process. */
export interface ChildCommand {
  /** Its name in an error. */
  title: string;
  command: string;
  args: readonly string[];
  env?: Record<string, string>;
}

type Answer = Record<string, unknown>;

/**
 * A child process that answers requests, both lines of JSON. Its first answer comes without a request, when it is ready;
 * it exits at the end of its input. Other lines that it writes are ignored.
 */
export class Child {
  readonly #process: ChildProcess;
  readonly #title: string;
  readonly #answers: Answer[] = [];
  #waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined;
  #stderr = '';
  #failure: Error | undefined;
  readonly #closed: Promise<void>;

  private constructor({ title, command, args, env }: ChildCommand) {
    this.#title = title;
    this.#process = spawn(command, args, {
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    createInterface({ input: this.#process.stdout! }).on('line', (line) => {
      if (line.startsWith('{')) this.#receive(JSON.parse(line) as Answer);
    });
    this.#process.stderr!.on('data', (data: Buffer) => {
      this.#stderr = (this.#stderr + data.toString()).slice(-2000);
    });
    // Writing to a process that has ended fails; that it has ended is reported by its end.
    this.#process.stdin!.on('error', () => {});
    const kill = (): boolean => this.#process.kill();
    process.once('exit', kill);
    this.#closed = new Promise((resolve) => {
      this.#process.on('error', (error) => {
        this.#fail(new ChildError(`Cannot start ${title}: ${error.message}.`));
        resolve();
      });
      this.#process.on('close', (code, signal) => {
        const reason = errorLine(this.#stderr) ?? (code === null ? `${signal}` : `exit code ${code}`);
        this.#fail(new ChildError(`${title} ended: ${reason}`));
        process.off('exit', kill);
        resolve();
      });
    });
  }

  /** Starts a process. */
  static start(command: ChildCommand): Child {
    return new Child(command);
  }

  /**
   * Waits for the next answer; with a request, for the answer to it.
   *
   * @param patience - Seconds to wait.
   * @throws {ChildError} When the process ends before, or does not answer in time.
   */
  ask<T>(request?: object, patience?: number): Promise<T> {
    if (request) this.#process.stdin!.write(`${JSON.stringify(request)}\n`);
    const answer = this.#answers.shift();
    if (answer) return Promise.resolve(answer as T);
    if (this.#failure) return Promise.reject(this.#failure);
    const timer = patience
      ? setTimeout(
          () => this.#fail(new ChildError(`${this.#title} did not answer in ${patience} s.`)),
          patience * 1000,
        )
      : undefined;
    return new Promise<T>((resolve, reject) => {
      this.#waiting = { resolve: resolve as (answer: Answer) => void, reject };
    }).finally(() => clearTimeout(timer));
  }

  /** Ends the process, and waits until it has ended. */
  async stop(): Promise<void> {
    this.#process.kill();
    await this.#closed;
  }

  #receive(answer: Answer): void {
    if (this.#waiting) this.#waiting.resolve(answer);
    else this.#answers.push(answer);
    this.#waiting = undefined;
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#waiting?.reject(this.#failure);
    this.#waiting = undefined;
  }
}

/** The message of an uncaught error, of Node or Python, or else the last line. */
function errorLine(text: string): string | undefined {
  const lines = text.trim().split('\n');
  return lines.findLast((line) => /^\w*Error\b.*: /.test(line)) ?? (lines.at(-1) || undefined);
}

/** The child's side: answers requests from the input, one after the other, until it ends. */
export async function answer(
  ready: object,
  reply: (request: Record<string, unknown>) => Promise<object>,
): Promise<void> {
  const send = (message: object): boolean => process.stdout.write(`${JSON.stringify(message)}\n`);
  send(ready);
  for await (const line of createInterface({ input: process.stdin })) {
    send(await reply(JSON.parse(line) as Record<string, unknown>));
  }
}
