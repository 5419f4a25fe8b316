import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A process that ended, or did not answer as it should. */
export class ChildError extends Error {
  override name = 'ChildError';
}

export interface ChildCommand {
  /** What it is called in an error. */
  title: string;
  command: string;
  args: readonly string[];
  env?: Record<string, string>;
}

type Answer = Record<string, unknown>;

/**
 * A process that is asked in lines of JSON and answers in lines of JSON. Its first answer comes without a
 * question, when it is ready; its input's end tells it to go. Other lines that it writes are passed over.
 */
export class Child {
  readonly #process: ChildProcess;
  readonly #title: string;
  readonly #answers: Answer[] = [];
  #waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined;
  #complaints = '';
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
      this.#complaints = (this.#complaints + data.toString()).slice(-2000);
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
        const reason = complaint(this.#complaints) ?? (code === null ? `${signal}` : `exit code ${code}`);
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
   * The next answer; with a question, the answer to it.
   *
   * @param patience - Seconds to wait.
   * @throws ChildError if the process ends before, or does not answer in time.
   */
  ask<T>(question?: object, patience?: number): Promise<T> {
    if (question) this.#process.stdin!.write(`${JSON.stringify(question)}\n`);
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

/** What an uncaught error said, of Node or Python, or else the last line. */
function complaint(text: string): string | undefined {
  const lines = text.trim().split('\n');
  return lines.findLast((line) => /^\w*Error\b.*: /.test(line)) ?? (lines.at(-1) || undefined);
}

/** The other side: answers questions from the input, one after the other, until it ends. */
export async function answer(
  ready: object,
  reply: (question: Record<string, unknown>) => Promise<object>,
): Promise<void> {
  const say = (message: object): boolean => process.stdout.write(`${JSON.stringify(message)}\n`);
  say(ready);
  for await (const line of createInterface({ input: process.stdin })) {
    say(await reply(JSON.parse(line) as Record<string, unknown>));
  }
}
