import { expect, expectTypeOf, it } from 'vitest';
import { defineMetric, metricOf } from './define-metric.js';

const batch = { outputs: Float32Array.of(0.1, 0.6, 0.3, 0.2, 0.5, 0.3), targets: [2, 0], width: 3 };

it('measures predictions by the name of a metric', () => {
  const top = metricOf({ type: 'top-k-accuracy', k: 2 }).metric(3);
  top.update(batch);
  expect(top.compute()).toBe(0.5);
  const f1 = metricOf({ type: 'macro-f1' }).metric(3);
  f1.update({ ...batch, targets: [1, 0] });
  expect(f1.compute()).toBeCloseTo((2 / 3 + 0) / 2, 12);
});

it('takes a metric of a user', () => {
  defineMetric({
    type: 'mine/largest-output',
    doc: 'The largest output.',
    options: { scale: { type: 'number', default: 1, description: 'A factor.' } },
    better: 'lower',
    metric({ scale }) {
      let largest = 0;
      return {
        update: ({ outputs }) => {
          largest = Math.max(largest, ...outputs);
        },
        compute: () => scale * largest,
        reset: () => {
          largest = 0;
        },
      };
    },
  });
  const { better, metric } = metricOf({ type: 'mine/largest-output', scale: 10 });
  const largest = metric(3);
  largest.update(batch);
  expect(largest.compute()).toBeCloseTo(6, 5);
  expect(better).toBe('lower');
});

it.each([
  [{ type: 'top-k-acuracy' }, 'There is no metric "top-k-acuracy"; the nearest is "top-k-accuracy".'],
  [
    { type: 'top-k-accuracy', k: 0 },
    'The metric (top-k-accuracy): k must be a whole number of at least 1, received 0.',
  ],
  [{ type: 'mine/other' }, 'defineMetric was not called for it in this process'],
])('refuses %j', (spec, sentence) => {
  expect(() => metricOf(spec as never)).toThrow(RangeError);
  expect(() => metricOf(spec as never)).toThrow(sentence);
});

const largest = {
  type: 'mine/bad',
  doc: 'A bad metric.',
  options: {},
  better: 'lower',
  metric: () => ({ update: () => {}, compute: () => 1, reset: () => {} }),
} as const;

it.each<[object, string]>([
  [
    { type: 'bad' },
    'The name of a metric of your own must be two words with a slash between, as in "mine/metric"',
  ],
  [{ better: 'larger' }, 'defineMetric: better must be one of higher, lower, received "larger".'],
  [{ metric: undefined }, 'defineMetric needs metric: a function.'],
  [{ name: 'bad' }, 'defineMetric has no option "name"'],
  [
    { options: { k: { type: 'integer', minimum: 1, default: 0, description: 'Guesses.' } } },
    'The metric mine/bad, option "k": default must be a whole number of at least 1, received 0.',
  ],
])('refuses the definition %j', (part, sentence) => {
  const define = () => defineMetric({ ...largest, ...part } as unknown as Parameters<typeof defineMetric>[0]);
  expect(define).toThrow(RangeError);
  expect(define).toThrow(sentence);
});

it('refuses what a metric of a user gives instead of a number', () => {
  const made = (metric: object) => {
    defineMetric({ ...largest, metric: () => metric as ReturnType<typeof largest.metric> });
    return metricOf({ type: 'mine/bad' }).metric(3);
  };
  expect(() => made({ compute: () => 1 })).toThrow(
    'The metric (mine/bad): metric must give { update, compute, reset }, received an object.',
  );
  const none = made({ ...largest.metric(), compute: () => undefined });
  none.update(batch);
  expect(() => none.compute()).toThrow(
    'The metric (mine/bad): compute must give a number, received nothing.',
  );
  none.reset();
  expect(made({ ...largest.metric(), compute: () => Number.NaN }).compute()).toBeNaN();
});

it('infers the values of options', () => {
  defineMetric({
    ...{ type: 'mine/types', doc: 'Types.', better: 'higher' },
    options: {
      average: { enum: ['micro', 'macro'], default: 'micro', description: 'The average.' },
      k: { type: 'integer', description: 'Guesses.' },
    },
    metric(options, width) {
      expectTypeOf(options).toEqualTypeOf<{ average: 'micro' | 'macro'; k: number }>();
      expectTypeOf(width).toBeNumber();
      return largest.metric();
    },
  });
  expect(metricOf({ type: 'mine/types', k: 2 }).metric(3).compute()).toBe(1);
  expect(() => metricOf({ type: 'mine/types' })).toThrow('The metric (mine/types) needs k: a whole number.');
});
