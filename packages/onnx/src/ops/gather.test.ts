import { test } from 'vitest';
import { type Case, checkGradients, real, whole } from '../../test/check-gradients.js';
import { generator, integers } from '../../test/random.js';
import type { Shape } from '../graph/types.js';
import { gatherRows } from './gather.js';

const lookUp = (table: Shape, ids: Shape, data: number[]): Case => ({
  name: `rows of [${table}] at [${ids}]`,
  inputs: [real(table)],
  given: [whole(ids, data)],
  build: ([rows], [at]) => gatherRows(rows!, at!),
});

test('the gradient of a look-up adds up where ids repeat, and is 0 where none points', async () => {
  await checkGradients(
    [
      lookUp([5, 3], [4], [1, 1, 4, 1]),
      lookUp([5, 3], [2, 2], [0, 4, 4, 0]),
      lookUp([1, 1], [3], [0, 0, 0]),
      lookUp([4, 2], ['time', 'batch'], [3, 3, 1, 0, 3, 2]),
    ],
    { single: true },
  );
});

test('the gradient of a large table is scattered row by row, with the same result', async () => {
  const ids = integers(generator(5), 6, 600);
  ids[3] = ids[0]!;
  await checkGradients(
    [
      lookUp([600, 2], ['time', 'batch'], ids),
      lookUp(
        [513, 1],
        [6],
        ids.map((id) => id % 513),
      ),
    ],
    {
      single: true,
    },
  );
});
