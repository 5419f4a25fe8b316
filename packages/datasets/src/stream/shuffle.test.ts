import { describe, expect, it } from 'vitest';
import { numbers, read, stored } from '../../test/resume.js';

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);

describe('shuffle', () => {
  it('gives this very order on every platform and in every version', async () => {
    expect(await numbers(10).shuffle({ seed: 1 }).toArray()).toEqual([5, 2, 8, 1, 0, 3, 4, 9, 7, 6]);
    expect(await numbers(10).shuffle({ seed: 1, buffer: 3 }).toArray()).toEqual([
      1, 3, 0, 4, 5, 7, 2, 6, 9, 8,
    ]);
  });

  it('gives every example once', async () => {
    const order = await numbers(1000).shuffle({ seed: 3, buffer: 50 }).toArray();
    expect(order.sort((a, b) => a - b)).toEqual(upTo(1000));
    expect(await numbers(5).shuffle({ seed: 3, buffer: 1 }).toArray()).toEqual(upTo(5));
  });

  it('is uniform where the buffer holds everything', async () => {
    const size = 5;
    const seeds = 5000;
    const counts = Array.from({ length: size * size }, () => 0);
    for (let seed = 0; seed < seeds; seed++) {
      const order = await numbers(size).shuffle({ seed, buffer: size }).toArray();
      order.forEach((n, place) => {
        counts[place * size + n]! += 1;
      });
    }
    const expected = seeds / size;
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(chiSquare).toBeLessThan(39.25); // 16 degrees of freedom, p = 0.001
  });

  it('moves an example by the size of the buffer on average', async () => {
    const order = await numbers(20_000).shuffle({ seed: 1, buffer: 100 }).toArray();
    let delay = 0;
    // An example is given after a mean of 100 draws, the first of which is the one before which it was read.
    for (const [place, n] of order.slice(0, 19_000).entries()) delay += place - (n - 99);
    expect(Math.abs(delay / 19_000 - 99)).toBeLessThan(5);
  });

  it('stores no example, and reads again only around those that the buffer held', async () => {
    const watched = { open: 0, read: 0 };
    const stream = numbers(1_000_000, 'now', watched).shuffle({ seed: 1, buffer: 1000 });
    const iteration = stream.iterate();
    const before = await read(iteration, 200_000);
    const position = stored(iteration.position);
    expect(JSON.stringify(position).length).toBeLessThan(1000);

    watched.read = 0;
    const resumed = stream.iterate({ from: position });
    const [next] = await read(resumed, 1);
    expect(watched.read).toBeLessThan(1000 * 12);
    expect(before).not.toContain(next);
  });

  it('says that the source became shorter', async () => {
    const iteration = numbers(100).shuffle({ seed: 1, buffer: 10 }).iterate();
    await read(iteration, 50);
    const { position } = iteration;
    await expect(
      read(numbers(20).shuffle({ seed: 1, buffer: 10 }).iterate({ from: position })),
    ).rejects.toThrow(
      /^Example \d+ is in the buffer of shuffle\(seed 1, buffer 10\), but its source now ends before it\.$/,
    );
  });

  it('refuses a position whose marks are broken', async () => {
    const iteration = numbers(100).shuffle({ seed: 1, buffer: 10 }).iterate();
    await read(iteration, 50);
    const position = stored(iteration.position) as { inner: { marks: unknown } };
    for (const marks of [null, [], [[1]], [[-1, 0]], ['x']]) {
      position.inner.marks = marks;
      const from = stored(position as never);
      await expect(
        (async () => read(numbers(100).shuffle({ seed: 1, buffer: 10 }).iterate({ from })))(),
      ).rejects.toThrow(/^A position of shuffle\(seed 1, buffer 10\) /);
    }
  });
});
