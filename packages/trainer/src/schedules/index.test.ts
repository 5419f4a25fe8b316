import { expect, test } from 'vitest';
import { TrainingError } from '../error.js';
import { type ScheduleSpec, scheduleNames, scheduleOf } from './index.js';

test('makes every schedule of its name alone', () => {
  expect(scheduleNames).toEqual(['constant', 'cosine']);
  for (const type of scheduleNames) expect(scheduleOf({ type })(0, 10)).toBe(1);
});

test('the constant schedule never changes', () => {
  expect([0, 5, 9, 100].map((step) => scheduleOf({ type: 'constant' })(step, 10))).toEqual([1, 1, 1, 1]);
});

test('passes options on', () => {
  expect(scheduleOf({ type: 'cosine', warmup: 0.5 })(0, 10)).toBe(1 / 5);
});

test.each<[string, object]>([
  ['There is no schedule "cosin"; the nearest is "cosine".', { type: 'cosin' }],
  ['There is no schedule "toString"; expected one of constant, cosine.', { type: 'toString' }],
  ['The schedule constant has no option "warmup".', { type: 'constant', warmup: 0.1 }],
])('%s', (message, spec) => {
  expect(() => scheduleOf(spec as ScheduleSpec)).toThrow(new TrainingError(message));
});
