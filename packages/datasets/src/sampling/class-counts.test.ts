import fc from 'fast-check';
import { expect, it } from 'vitest';
import { names } from '../catalog/names.js';
import { Dataset } from '../dataset.js';
import { DatasetError } from '../error.js';
import { classCounts, classWeights, majorityBaseline } from './class-counts.js';

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

it('weighs a rare class more', () => {
  const weights = classWeights(Dataset.from('aaab'), (letter) => letter);
  expect(weights).toEqual(
    new Map([
      ['a', 4 / 6],
      ['b', 2],
    ]),
  );
  expect(classWeights(names(), ({ label }) => label).get('Zulu')).toBeCloseTo(4.31, 2);
});

it('lets every class count the same, and an example 1 on average', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(5), { minLength: 1 }), (labels) => {
      const dataset = Dataset.from(labels);
      const weights = classWeights(dataset, (label) => label);
      const counts = classCounts(dataset, (label) => label);
      for (const [label, weight] of weights) {
        expect(weight * counts.get(label)!).toBeCloseTo(labels.length / counts.size, 9);
      }
      const sum = labels.reduce((total, label) => total + weights.get(label)!, 0);
      expect(sum / labels.length).toBeCloseTo(1, 9);
    }),
  );
});

it('has no weight where there is no class', () => {
  expect(classWeights(Dataset.from<string>([]), (label) => label)).toEqual(new Map());
});
