import { describe, expect, it } from 'vitest';
import { expectResumable, numbers, read } from '../../test/resume.js';
import { Dataset } from '../dataset.js';
import { epochs } from './epochs.js';

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);

describe('epochs', () => {
  it('makes each epoch anew, and its position says the epoch', async () => {
    const dataset = Dataset.from(upTo(5));
    const make = () => epochs((epoch) => dataset.shuffle({ seed: epoch }).batch(2), { count: 3 });
    const batches = await expectResumable(make);
    expect(batches).toHaveLength(9);
    for (const epoch of [0, 1, 2]) {
      expect(batches.slice(epoch * 3, epoch * 3 + 3)).toEqual(
        dataset.shuffle({ seed: epoch }).batch(2).toArray(),
      );
    }
    const iteration = make().iterate();
    await read(iteration, 4);
    expect(iteration.position).toMatchObject({ inner: { at: 'epochs(3)', epoch: 1 } });
  });

  it('takes streams, and may have no end', async () => {
    const stream = epochs((epoch) => numbers(3).map((n) => n + 10 * epoch));
    expect(await stream.take(7).toArray()).toEqual([0, 1, 2, 10, 11, 12, 20]);
  });
});
