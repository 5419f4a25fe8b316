import { expect, it } from 'vitest';
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
