import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Dataset, DatasetStream } from './dataset.js';

test('the console shows the length and the name', () => {
  const card = { name: 'letters' };
  expect(inspect(Dataset.from(['a', 'b'], card))).toBe("Dataset { length: 2, name: 'letters' }");
  expect(inspect({ train: Dataset.from(['a']) })).toBe('{ train: Dataset { length: 1 } }');
  expect(inspect(DatasetStream.from(() => ['a'], card))).toBe(
    "DatasetStream { length: unknown, name: 'letters' }",
  );
});
