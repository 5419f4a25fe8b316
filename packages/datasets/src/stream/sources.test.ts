import { describe, expect, it } from 'vitest';
import { expectResumable, read } from '../../test/resume.js';
import { DatasetStream } from '../dataset.js';

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);
const later = <T>(value: T): Promise<T> => new Promise((resolve) => setTimeout(resolve, 1, value));

describe('from', () => {
  it('takes arrays, generators and asynchronous generators, and resumes them', async () => {
    for (const open of [
      () => upTo(9),
      function* () {
        yield* upTo(9);
      },
      async function* () {
        for (const n of upTo(9)) yield later(n);
      },
    ]) {
      expect(await expectResumable(() => DatasetStream.from<number>(open))).toEqual(upTo(9));
    }
  });

  it('closes the generator when the loop is left', async () => {
    let closed = false;
    const stream = DatasetStream.from(async function* () {
      try {
        for (;;) yield 1;
      } finally {
        closed = true;
      }
    });
    await read(stream, 2);
    expect(closed).toBe(true);
  });

  it('says that the iterable became shorter', async () => {
    const iteration = DatasetStream.from(() => upTo(9)).iterate();
    await read(iteration, 5);
    await expect(
      read(DatasetStream.from(() => upTo(3)).iterate({ from: iteration.position })),
    ).rejects.toThrow(
      'An iterable ended 2 examples before the position to resume from: it must give the same examples each time.',
    );
  });
});
