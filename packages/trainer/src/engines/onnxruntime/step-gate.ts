/** How often a thread reads shared memory before it gives up its turn: waking up again costs some tenths of a millisecond. */
const SPIN_LIMIT = 20_000;

/** Indices in the shared memory: steps that the worker may take, and steps that it has finished. */
const RELEASED = 0;
const FINISHED = 1;

/**
 * A gate in shared memory that lets a worker thread take its steps one by one: messages would cost more than a small step
 * takes.
 */
export class StepGate {
  readonly memory: Int32Array;

  /** @param memory - Two shared entries, those of the gate on the other thread. */
  constructor(memory: Int32Array = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT))) {
    this.memory = memory;
  }

  /** Closes the gate, before the first step of a run. */
  reset(): void {
    this.memory.fill(0);
  }

  /** Lets the worker take one more step. */
  release(): void {
    this.#set(RELEASED, Atomics.load(this.memory, RELEASED) + 1);
  }

  /** Tells the worker that there are no more steps. */
  stop(): void {
    this.#set(RELEASED, -1);
  }

  /** On the worker: waits until it may take its step `count`, counted from 1; false if it was stopped. */
  released(count: number): boolean {
    for (let spins = 0; ; spins++) {
      const value = Atomics.load(this.memory, RELEASED);
      if (value < 0 || value >= count) return value >= 0;
      if (spins > SPIN_LIMIT) Atomics.wait(this.memory, RELEASED, value);
    }
  }

  /** On the worker: marks one more step as finished. */
  finish(): void {
    this.#set(FINISHED, Atomics.load(this.memory, FINISHED) + 1);
  }

  /** Whether the worker has finished its step `count`; spins for a moment until it has. */
  finished(count: number): boolean {
    for (let spins = 0; spins < SPIN_LIMIT; spins++) {
      if (Atomics.load(this.memory, FINISHED) >= count) return true;
    }
    return false;
  }

  #set(index: number, value: number): void {
    Atomics.store(this.memory, index, value);
    Atomics.notify(this.memory, index);
  }
}
