/** Looks at shared memory before a thread gives up its turn: to wake up again costs it some tenths of a millisecond. */
const LOOKS = 20_000;

/** Steps that a helper may take, and steps that it has taken. */
const RELEASED = 0;
const TAKEN = 1;

/**
 * Passes steps to a helper's thread and back, in memory that both see: messages would cost more than a small step takes.
 */
export class Baton {
  readonly memory: Int32Array;

  /** @param memory - Two shared entries, those of the other side's baton. */
  constructor(memory: Int32Array = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT))) {
    this.memory = memory;
  }

  /** Before the first step of a run. */
  reset(): void {
    this.memory.fill(0);
  }

  /** Lets the helper take one more step. */
  release(): void {
    this.#set(RELEASED, Atomics.load(this.memory, RELEASED) + 1);
  }

  /** Tells the helper that there are no more steps. */
  stop(): void {
    this.#set(RELEASED, -1);
  }

  /** Waits until the helper may take its step `count`, counted from 1; false if it is not to. */
  released(count: number): boolean {
    for (let look = 0; ; look++) {
      const value = Atomics.load(this.memory, RELEASED);
      if (value < 0 || value >= count) return value >= 0;
      if (look > LOOKS) Atomics.wait(this.memory, RELEASED, value);
    }
  }

  /** Tells that the helper has taken one more step. */
  finish(): void {
    this.#set(TAKEN, Atomics.load(this.memory, TAKEN) + 1);
  }

  /** Whether the helper has taken its step `count`; waits for a moment for it. */
  finished(count: number): boolean {
    for (let look = 0; look < LOOKS; look++) if (Atomics.load(this.memory, TAKEN) >= count) return true;
    return false;
  }

  #set(index: number, value: number): void {
    Atomics.store(this.memory, index, value);
    Atomics.notify(this.memory, index);
  }
}
