/** Turns of looking at shared memory before a thread goes to sleep: waking up costs it some tenths of a millisecond. */
const TURNS = 20_000;

/**
 * Passes steps to a helper's thread and back, in memory that both see: sleeping threads and messages would cost more than a
 * small step takes.
 */
export class Baton {
  /** Steps that the helper may take, steps that it has taken; negative if its side has given up. */
  readonly memory: Int32Array;

  constructor(memory: Int32Array = new Int32Array(new SharedArrayBuffer(8))) {
    this.memory = memory;
  }

  /** Lets the helper take one more step. */
  release(): void {
    this.#set(0, Atomics.load(this.memory, 0) + 1);
  }

  /** Tells that the helper has taken one more step. */
  finish(): void {
    this.#set(1, Atomics.load(this.memory, 1) + 1);
  }

  /** Tells the helper that there are no more steps. */
  stop(): void {
    this.#set(0, -1);
  }

  /** Tells that the helper takes no more steps. */
  fail(): void {
    this.#set(1, -1);
  }

  /** Before the first step of a run. */
  reset(): void {
    this.memory.fill(0);
  }

  /** Waits until the helper may take its step `count`, counted from 1; false if it is not to. */
  released(count: number): boolean {
    return this.#until(0, count);
  }

  /** Waits until the helper has taken its step `count`; false if it cannot. */
  finished(count: number): boolean {
    return this.#until(1, count);
  }

  #set(index: number, value: number): void {
    Atomics.store(this.memory, index, value);
    Atomics.notify(this.memory, index);
  }

  #until(index: number, count: number): boolean {
    for (let turn = 0; ; turn++) {
      const value = Atomics.load(this.memory, index);
      if (value < 0 || value >= count) return value >= 0;
      if (turn > TURNS) Atomics.wait(this.memory, index, value);
    }
  }
}
