import { checkOptions, checkValue, Generator, seed as seedRule, wholeNumber } from '@rnnlab/shared';
import { DatasetError } from '../error.js';
import { BaseCursor, CursorReader, DONE, type Now } from './cursor.js';
import {
  type Json,
  readCount,
  readPosition,
  type StreamPosition,
  type StreamSource,
} from './stream-source.js';

/** Options of `shuffle` of a stream. */
export interface ShuffleOptions {
  /** An integer from 0 to 2³² - 1. */
  readonly seed: number;
  /**
   * The number of examples held. A stream that has no more than these comes out in a uniformly random order; of a
   * longer one, an example moves by this many positions on average. Default: 1000.
   */
  readonly buffer?: number | undefined;
}

/**
 * Fills a buffer, then gives a random one of it and reads the next in its place, until both are empty.
 *
 * A position holds no example. Which examples the buffer holds follows from the seed and the number given, and
 * they are read again: at every `buffer` examples the source's position is marked, and kept for as long as one
 * of the examples after it is held.
 */
export function shuffleSource<T>(source: StreamSource<T>, options: ShuffleOptions): StreamSource<T> {
  checkOptions('shuffle of a stream', options, ['seed', 'buffer'], DatasetError);
  const { seed, buffer = 1000 } = options;
  checkValue('The seed', seed, seedRule, DatasetError);
  checkValue('The buffer of a shuffle', buffer, wholeNumber(1, 2 ** 32), DatasetError);
  const at = `shuffle(seed ${seed}, buffer ${buffer})`;
  return {
    open: (from) => new ShuffleCursor(source, at, seed, buffer, from),
  };
}

/** The source's position before example number `index` × buffer, and how many after it are in the buffer. */
interface Mark {
  readonly position: StreamPosition;
  held: number;
}

class ShuffleCursor<T> extends BaseCursor<T> {
  readonly #source: StreamSource<T>;
  readonly #at: string;
  readonly #buffer: number;
  readonly #random: Generator;
  #inner: CursorReader<T>;
  readonly #examples: T[] = [];
  /** The number, counted from 0 in the source, of each example in the buffer. */
  readonly #numbers: number[] = [];
  readonly #marks = new Map<number, Mark>();
  #read = 0;
  #given = 0;
  #ended = false;
  /** The position to resume from, until the buffer is rebuilt. */
  #resuming: StreamPosition | undefined;
  #closed = false;

  constructor(source: StreamSource<T>, at: string, seed: number, buffer: number, from?: StreamPosition) {
    super();
    this.#source = source;
    this.#at = at;
    this.#buffer = buffer;
    this.#random = Generator.numbered(seed);
    const position = readPosition(at, from, ['given', 'read', 'ended', 'marks', 'inner']);
    this.#inner = new CursorReader(source.open(position?.inner));
    if (position === undefined) return;
    this.#resuming = from;
    this.#read = readCount(at, 'read', position.read);
    this.#given = readCount(at, 'given', position.given, this.#read);
    this.#ended = position.ended === true;
    for (const [index, inner] of marksIn(at, position.marks))
      this.#marks.set(index, { position: inner, held: 0 });
  }

  nextNow(): Now<T> {
    if (this.#resuming !== undefined) return undefined;
    while (!this.#ended && this.#examples.length < this.#buffer) {
      this.#mark();
      const now = this.#inner.now();
      if (now === undefined) return undefined;
      if (now.done) this.#ended = true;
      else this.#hold(now.value, this.#read++);
    }
    if (this.#examples.length === 0) return DONE;
    const slot = this.#random.below(this.#examples.length);
    const value = replaceByLast(this.#examples, slot);
    this.#release(replaceByLast(this.#numbers, slot));
    this.#given++;
    return { done: false, value };
  }

  protected async wait(): Promise<void> {
    if (this.#resuming === undefined) return this.#inner.wait();
    await this.#rebuild();
    this.#resuming = undefined;
  }

  position(): StreamPosition {
    if (this.#resuming !== undefined) return this.#resuming;
    // The last mark counts even if none after it is held: more will be read.
    const last = this.#markOf(this.#read);
    const marks: Json[] = [];
    for (const [index, mark] of this.#marks) {
      if (mark.held > 0 || index === last) marks.push([index, mark.position]);
    }
    return {
      at: this.#at,
      given: this.#given,
      read: this.#read,
      ended: this.#ended,
      marks,
      inner: this.#inner.position(),
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#inner.close();
  }

  #markOf(number: number): number {
    return Math.floor(number / this.#buffer);
  }

  /** Marks the position of the source, if the next example to be read is the first after a mark. */
  #mark(): void {
    const index = this.#markOf(this.#read);
    if (index * this.#buffer !== this.#read || this.#marks.has(index)) return;
    if (this.#marks.get(index - 1)?.held === 0) this.#marks.delete(index - 1);
    this.#marks.set(index, { position: this.#inner.position(), held: 0 });
  }

  #hold(example: T, number: number): void {
    this.#examples.push(example);
    this.#numbers.push(number);
    this.#marks.get(this.#markOf(number))!.held++;
  }

  #release(number: number): void {
    const index = this.#markOf(number);
    const mark = this.#marks.get(index)!;
    mark.held--;
    if (mark.held === 0 && index < this.#markOf(this.#read)) this.#marks.delete(index);
  }

  /** Repeats all draws on the numbers of the examples, then reads the examples that are left. */
  async #rebuild(): Promise<void> {
    let read = 0;
    for (let given = 0; given < this.#given; given++) {
      const end = Math.min(this.#read, given + this.#buffer);
      while (read < end) this.#numbers.push(read++);
      replaceByLast(this.#numbers, this.#random.below(this.#numbers.length));
    }
    while (read < this.#read) this.#numbers.push(read++);

    const slotOf = new Map(this.#numbers.map((number, slot) => [number, slot]));
    for (const index of new Set([...slotOf.keys()].map((number) => this.#markOf(number)))) {
      await this.#readAgain(index, slotOf);
    }
  }

  /** Reads from a mark up to the last example before the next one that is held. */
  async #readAgain(index: number, slotOf: ReadonlyMap<number, number>): Promise<void> {
    const mark = this.#marks.get(index);
    if (mark === undefined)
      throw new DatasetError(`A position of ${this.#at} must have mark ${index} in \`marks\`.`);
    const first = index * this.#buffer;
    let last = Math.min(this.#read, first + this.#buffer) - 1;
    while (!slotOf.has(last)) last--;
    const cursor = this.#source.open(mark.position);
    try {
      for (let number = first; number <= last && !this.#closed; number++) {
        const result = cursor.nextNow?.() ?? (await cursor.next());
        if (result.done) {
          throw new DatasetError(
            `Example ${number} is in the buffer of ${this.#at}, but its source now ends before it.`,
          );
        }
        const slot = slotOf.get(number);
        if (slot === undefined) continue;
        this.#examples[slot] = result.value;
        mark.held++;
      }
    } finally {
      await cursor.close();
    }
  }
}

/** Takes out the item at `slot`; the last item moves there. */
function replaceByLast<T>(items: T[], slot: number): T {
  const item = items[slot] as T;
  const last = items.pop() as T;
  if (slot < items.length) items[slot] = last;
  return item;
}

function marksIn(at: string, marks: Json): (readonly [number, StreamPosition])[] {
  const list: readonly Json[] = Array.isArray(marks) ? marks : [null];
  return list.map((mark) => {
    const [index, position]: readonly (Json | undefined)[] = Array.isArray(mark) ? mark : [];
    if (position !== undefined) return [readCount(at, 'marks', index ?? null), position];
    throw new DatasetError(`A position of ${at} must have a list of [index, position] as \`marks\`.`);
  });
}
