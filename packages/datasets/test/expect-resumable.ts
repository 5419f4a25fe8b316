import { expect } from 'vitest';
import type { DatasetStream } from '../src/stream/dataset-stream.js';

/**
 * Expects that an iteration stopped after any number of examples, and gone on from its position after JSON, gives
 * the same rest.
 *
 * @param every Stops after each multiple of this number. Default 1: everywhere.
 */
export async function expectResumable<T>(stream: DatasetStream<T>, every = 1): Promise<void> {
  const all = await stream.toArray();
  for (let stop = 0; stop <= all.length; stop += every) {
    const iteration = stream.iterate();
    for (let i = 0; i < stop; i++) await iteration.next();
    const position = JSON.parse(JSON.stringify(iteration.position));
    await iteration.return();
    const rest: T[] = [];
    for await (const example of stream.iterate({ from: position })) rest.push(example);
    expect(rest, `the rest after ${stop}`).toEqual(all.slice(stop));
  }
}
