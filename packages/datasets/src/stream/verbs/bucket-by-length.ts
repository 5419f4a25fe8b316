import { checkValue, wholeNumber } from '@rnnlab/shared';
import { DatasetError } from '../../error.js';
import {
  type BucketOptions,
  cutByLength,
  requireBucketOptions,
  shuffleBatches,
} from '../../length-buckets.js';
import { countIn, readPosition } from '../position.js';
import type { StreamPosition, StreamSource } from '../stream-source.js';
import { DONE, InnerCursor, type Now } from '../verb-cursor.js';

/**
 * Reads a pool of examples, sorts it by length, cuts it into batches and gives these in random order; then the
 * next pool. A position is that of the pool's first example, so resuming reads one pool again.
 */
export function bucketSource<T>(
  source: StreamSource<T>,
  options: BucketOptions<T>,
): StreamSource<readonly T[]> {
  requireBucketOptions(options);
  const { batchSize, seed, pool = 100, dropLast = false } = options;
  checkValue('The number of batches in a pool of a stream', pool, wholeNumber(1), DatasetError);
  const chosen = `${batchSize}, seed ${seed ?? 'none'}, pool ${pool}${dropLast ? ', dropLast' : ''}`;
  const at = `bucketByLength(${chosen})`;
  return { open: (from) => new BucketCursor(source, at, { ...options, pool }, from) };
}

class BucketCursor<T> extends InnerCursor<T, readonly T[]> {
  readonly #at: string;
  readonly #options: BucketOptions<T> & { readonly pool: number };
  #pool = 0;
  /** Where the inner cursor stood before the first example of this pool. */
  #start: StreamPosition;
  #examples: T[] = [];
  #batches: (readonly T[])[] | undefined;
  /** How many batches of this pool were given. */
  #given = 0;
  #ended = false;

  constructor(
    source: StreamSource<T>,
    at: string,
    options: BucketOptions<T> & { readonly pool: number },
    from: StreamPosition | undefined,
  ) {
    const position = readPosition(at, from, ['pool', 'given', 'inner']);
    super(source.open(position?.inner));
    this.#at = at;
    this.#options = options;
    this.#start = position?.inner ?? this.inner.position();
    if (position === undefined) return;
    this.#pool = countIn(at, 'pool', position.pool);
    this.#given = countIn(at, 'given', position.given, options.pool);
  }

  nextNow(): Now<readonly T[]> {
    for (;;) {
      if (this.#batches === undefined && !this.#fill()) return undefined;
      const batches = this.#batches!;
      if (this.#given < batches.length) return { done: false, value: batches[this.#given++]! };
      if (this.#ended) return DONE;
      this.#pool++;
      this.#given = 0;
      this.#batches = undefined;
      this.#start = this.inner.position();
    }
  }

  position(): StreamPosition {
    return { at: this.#at, pool: this.#pool, given: this.#given, inner: this.#start };
  }

  /** Reads a pool; false if that has to wait. */
  #fill(): boolean {
    const { batchSize, pool, length, seed, dropLast } = this.#options;
    const examples = this.#examples;
    while (examples.length < batchSize * pool) {
      const now = this.inner.now();
      if (now === undefined) return false;
      if (now.done) {
        this.#ended = true;
        break;
      }
      examples.push(now.value);
    }
    if (dropLast) examples.length -= examples.length % batchSize;
    this.#batches = shuffleBatches(cutByLength(examples, length, batchSize), seed, this.#pool);
    this.#examples = [];
    return true;
  }
}
