import { expect, it } from 'vitest';
import { classCounts, majorityBaseline } from './class-counts.js';
import { Dataset } from './dataset.js';
import { DatasetError } from './error.js';

const itself = <T>(example: T) => example;

it('counts the examples of each class, in the order of the class names', () => {
  const counts = classCounts(Dataset.from(['b', 'a', 'b', 'Z', '__proto__']), itself);
  expect([...counts]).toEqual([
    ['Z', 1],
    ['__proto__', 1],
    ['a', 1],
    ['b', 2],
  ]);
});

it('orders numeric classes as numbers', () => {
  expect([...classCounts(Dataset.from([10, 9, 10]), itself).keys()]).toEqual([9, 10]);
});

it('gives the share of the largest class as the majority baseline', () => {
  expect(majorityBaseline(Dataset.from(['a', 'b', 'b', 'b']), itself)).toBe(0.75);
});

it('has no majority baseline for an empty dataset', () => {
  expect(() => majorityBaseline(Dataset.from<string>([]), itself)).toThrow(DatasetError);
});
