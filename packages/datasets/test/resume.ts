import { expect } from 'vitest';
import { DatasetStream } from '../src/dataset.js';
import type { StreamCursor, StreamPosition, StreamSource } from '../src/stream/stream-source.js';

/** How a {@link numbers} source hands its examples out. */
export type Pace = 'now' | 'waits' | 'mixed';

export interface Watched {
  /** Cursors that are open. */
  open: number;
  /** Examples read by all cursors together. */
  read: number;
}

/** 0 … n-1 by a cursor with `nextNow`, without, or with one that often has nothing at hand. */
export function numbers(
  n: number,
  pace: Pace = 'now',
  watched: Watched = { open: 0, read: 0 },
): DatasetStream<number> {
  const source: StreamSource<number> = {
    open(position?: StreamPosition): StreamCursor<number> {
      let index = (position as number | undefined) ?? 0;
      watched.open++;
      const step = (): IteratorResult<number, undefined> => {
        if (index >= n) return { done: true, value: undefined };
        watched.read++;
        return { done: false, value: index++ };
      };
      return {
        next: async () => {
          await null;
          return step();
        },
        ...(pace === 'now' && { nextNow: step }),
        ...(pace === 'mixed' && { nextNow: () => (index % 5 === 3 ? undefined : step()) }),
        position: () => index,
        close: async () => {
          watched.open--;
        },
      };
    },
  };
  return new DatasetStream(source);
}

/** Reads `count` examples, or all. */
export async function read<T>(examples: AsyncIterable<T>, count = Number.POSITIVE_INFINITY): Promise<T[]> {
  const found: T[] = [];
  if (count === 0) {
    await examples[Symbol.asyncIterator]().return?.();
    return found;
  }
  for await (const example of examples) {
    found.push(example);
    if (found.length === count) break;
  }
  return found;
}

/** What a position is after it was stored and read. */
export function stored(position: StreamPosition): StreamPosition {
  return JSON.parse(JSON.stringify(position));
}

interface Iterable<T> {
  iterate(options?: {
    readonly from?: StreamPosition;
  }): AsyncIterableIterator<T> & { position: StreamPosition };
}

/**
 * Stops after every number of examples, or those of `stops`, and expects exactly the rest when a pipeline that was
 * made anew goes on: once from the stop, once more from a place in the rest.
 *
 * @returns All examples.
 */
export async function expectResumable<T>(make: () => Iterable<T>, stops?: readonly number[]): Promise<T[]> {
  const all = await read(make().iterate());
  for (const stop of stops ?? [...all.keys(), all.length]) {
    const first = make().iterate();
    expect(await read(first, stop)).toEqual(all.slice(0, stop));
    const second = make().iterate({ from: stored(first.position) });
    const further = Math.ceil((all.length - stop) / 2);
    expect(await read(second, further)).toEqual(all.slice(stop, stop + further));
    const third = make().iterate({ from: stored(second.position) });
    expect(await read(third)).toEqual(all.slice(stop + further));
  }
  return all;
}
