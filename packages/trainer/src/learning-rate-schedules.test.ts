import fc from 'fast-check';
import { expect, expectTypeOf, test } from 'vitest';
import { TrainingError } from './errors.js';
import type { EpochRecord } from './fit/history.js';
import {
  countsSteps,
  defineSchedule,
  dependsOnEpochs,
  type Schedule,
  type ScheduleSpec,
  scheduleOf,
  schedules,
} from './learning-rate-schedules.js';

const at = (step: number, history: EpochRecord[] = []) => ({ step, steps: 100, stepsPerEpoch: 10, history });

const epochs = (losses: number[], validation = true): EpochRecord[] =>
  losses.map((loss, k) => ({
    epoch: k + 1,
    step: 10 * (k + 1),
    learningRate: 1,
    trainLoss: validation ? 1 : loss,
    trainAccuracy: 0,
    ...(validation && { validationLoss: loss }),
  }));

test('every schedule starts at the base rate with no option given', () => {
  for (const type of Object.keys(schedules) as (keyof typeof schedules)[])
    expect(scheduleOf({ type })(at(0))).toBe(1);
});

test('the constant schedule never changes', () => {
  expect([0, 5, 9, 100].map((step) => scheduleOf({ type: 'constant' })(at(step)))).toEqual([1, 1, 1, 1]);
});

test('the step schedule falls after every few epochs', () => {
  const rate = scheduleOf({ type: 'step', epochs: 2, factor: 0.5 });
  expect([0, 19, 20, 39, 40].map((step) => rate(at(step)))).toEqual([1, 1, 0.5, 0.5, 0.25]);
});

test('the exponential schedule falls by its factor in an epoch', () => {
  const rate = scheduleOf({ type: 'exponential', factor: 0.25 });
  expect([0, 5, 10, 20].map((step) => rate(at(step)))).toEqual([1, 0.5, 0.25, 0.0625]);
});

test('the plateau schedule falls when the loss has not fallen for more than its patience', () => {
  const rate = scheduleOf({ type: 'plateau', patience: 2, factor: 0.5 });
  expect(rate(at(30, epochs([3, 2, 2, 2])))).toBe(1);
  expect(rate(at(40, epochs([3, 2, 2, 2, 2])))).toBe(0.5);
  expect(rate(at(50, epochs([3, 2, 2, 2, 2, 1, 1, 1])))).toBe(0.5);
  expect(rate(at(60, epochs([3, 2, 2, 2, 2, 1, 1, 1, 1])))).toBe(0.25);
});

test('the plateau schedule reads the training loss where there is no validation, and ignores tiny falls', () => {
  const rate = scheduleOf({ type: 'plateau', patience: 1, factor: 0.5, threshold: 0.01 });
  expect(rate(at(30, epochs([2, 1.999, 1.998], false)))).toBe(0.5);
  expect(rate(at(30, epochs([2, 1.9, 1.8], false)))).toBe(1);
});

test.each<[string, object]>([
  ['There is no schedule "cosin"; the nearest is "cosine".', { type: 'cosin' }],
  ['The schedule (constant) has no option "warmup".', { type: 'constant', warmup: 0.1 }],
  [
    'The schedule (cosine): warmup must be a number from 0 up to, but not including, 1, received -0.1.',
    { type: 'cosine', warmup: -0.1 },
  ],
  ['The schedule (cosine) has no option "warmUp"; the nearest is "warmup".', { type: 'cosine', warmUp: 0.1 }],
])('%s', (message, spec) => {
  expect(() => scheduleOf(spec as ScheduleSpec)).toThrow(message);
});

const cosine =
  (options: { warmup?: number; floor?: number } = {}) =>
  (step: number, steps: number): number =>
    scheduleOf({ type: 'cosine', ...options })({ step, steps, stepsPerEpoch: 1, history: [] });

test('the cosine schedule falls from the base rate along half a cosine', () => {
  const rate = cosine();
  expect(rate(0, 4)).toBe(1);
  expect(rate(1, 4)).toBeCloseTo((1 + Math.SQRT1_2) / 2);
  expect(rate(2, 4)).toBeCloseTo(1 / 2);
  expect(rate(4, 4)).toBeCloseTo(0);
});

test('the cosine schedule rises linearly to the base rate in the warm-up', () => {
  const rate = cosine({ warmup: 0.4 });
  expect([0, 1, 2, 3, 4].map((step) => rate(step, 10))).toEqual([0.25, 0.5, 0.75, 1, 1]);
  expect(rate(7, 10)).toBeCloseTo(1 / 2);
});

test('the cosine schedule falls to its floor', () => {
  const rate = cosine({ floor: 0.1 });
  expect(rate(0, 10)).toBe(1);
  expect(rate(5, 10)).toBeCloseTo(0.55);
  expect(rate(10, 10)).toBeCloseTo(0.1);
});

test('the cosine schedule stays above 0 and at most 1, and never rises after the warm-up', () => {
  const share = fc.double({ min: 0, max: 0.999, noNaN: true });
  fc.assert(
    fc.property(share, share, fc.integer({ min: 1, max: 200 }), (warmup, floor, steps) => {
      const rate = cosine({ warmup, floor });
      const rising = Math.round(warmup * steps);
      for (let step = 0; step < steps; step++) {
        expect(rate(step, steps)).toBeGreaterThan(0);
        expect(rate(step, steps)).toBeLessThanOrEqual(1 + 1e-12);
        if (step > rising) expect(rate(step, steps)).toBeLessThanOrEqual(rate(step - 1, steps) + 1e-12);
      }
    }),
  );
});

const inverse = defineSchedule({
  type: 'mine/inverse-square-root',
  title: 'Inverse square root after a warm-up',
  options: { warmup: { type: 'integer', minimum: 1, default: 100, description: 'Steps of the warm-up.' } },
  countsSteps: false,
  schedule(options) {
    expectTypeOf(options).toEqualTypeOf<{ warmup: number }>();
    return ({ step }) => Math.min((step + 1) / options.warmup, Math.sqrt(options.warmup / (step + 1)));
  },
});

test('a schedule of a user has options, and what it counts', () => {
  const spec: ScheduleSpec = { type: 'mine/inverse-square-root', warmup: 4 };
  expect([0, 1, 3, 15].map((step) => scheduleOf(spec)(at(step)))).toEqual([0.25, 0.5, 1, 0.5]);
  expect(scheduleOf({ type: 'mine/inverse-square-root' })(at(0))).toBe(0.01);
  expect(countsSteps(spec)).toBe(false);
  expect(dependsOnEpochs(spec)).toBe(false);
  defineSchedule({ ...inverse, type: 'mine/counting', countsSteps: true });
  expect(dependsOnEpochs({ type: 'mine/counting' })).toBe(true);
  expect(dependsOnEpochs({ type: 'cosine' })).toBe(true);
  expect(dependsOnEpochs({ type: 'step' })).toBe(false);
});

test('one that counts no steps is not told how many there are', () => {
  const define = (counts: boolean) => {
    const schedule: Schedule = ({ step, steps }) => step / steps;
    const made = { ...inverse, type: 'mine/share', countsSteps: counts, schedule: () => schedule } as const;
    defineSchedule(made);
    return scheduleOf({ type: 'mine/share' })(at(50));
  };
  expect(define(true)).toBe(0.5);
  expect(define(false)).toBe(0);
});

test.each<[() => unknown, string]>([
  [
    () => () => Number.NaN,
    'The schedule (mine/bad) must give a number at step 3, received NaN; one that reads steps or stepsPerEpoch has countsSteps: true.',
  ],
  [() => () => undefined, 'The schedule (mine/bad) must give a number at step 3, received nothing; one'],
  [() => 0.5, 'The schedule (mine/bad): schedule must give a function of the step, received 0.5.'],
])('what a schedule of a user gives instead of a number is refused', (schedule, sentence) => {
  defineSchedule({ ...inverse, type: 'mine/bad', schedule: schedule as () => Schedule });
  const rate = () => scheduleOf({ type: 'mine/bad' })(at(3));
  expect(rate).toThrow(TrainingError);
  expect(rate).toThrow(sentence);
});

test.each<[object, string]>([
  [{ type: 'inverse' }, 'The name of a schedule of your own must be two words with a slash between'],
  [{ countsSteps: undefined }, 'defineSchedule needs countsSteps: true or false.'],
  [{ options: { warmup: 3 } }, 'The schedule mine/inverse-square-root, option "warmup" takes an object'],
])('a bad definition of a schedule is refused: %j', (part, sentence) => {
  const define = () => defineSchedule({ ...inverse, ...part } as Parameters<typeof defineSchedule>[0]);
  expect(define).toThrow(TrainingError);
  expect(define).toThrow(sentence);
});

test.each<[string, object]>([
  [
    'There is no schedule "mine/other": it is not one of RNNLab\'s, and defineSchedule was not called for it in this process.',
    { type: 'mine/other' },
  ],
  [
    'The schedule (mine/inverse-square-root): warmup must be a whole number of at least 1, received 0.',
    { type: 'mine/inverse-square-root', warmup: 0 },
  ],
])('%s', (message, spec) => {
  expect(() => scheduleOf(spec as ScheduleSpec)).toThrow(message);
});
