import { expect, test } from 'vitest';
import { formula, outputOf, shapesOf } from '../../test/formulas.js';
import { cells } from '../cells.js';
import type { LayerSpec, ModelSpec } from '../spec.js';

const features: ModelSpec['input'] = { type: 'sequence', features: 3 };

const tokens: ModelSpec['input'] = { type: 'tokens', vocabulary: 7 };

test.each(Object.keys(cells) as (keyof typeof cells)[])(
  'recurrent %s: parameters of every layer and direction',
  (cell) => {
    const units = 5;
    const { gates } = cells[cell];
    const list: LayerSpec = { type: 'recurrent', cell, units, layers: 2, bidirectional: true };
    const shapes = shapesOf(features, list);
    expect(outputOf(features, list)).toEqual({ kind: 'sequence', features: 2 * units });
    for (const direction of ['forward', 'backward']) {
      expect(shapes[`0.recurrent.0.${direction}.kernel`]).toEqual([3, gates * units]);
      expect(shapes[`0.recurrent.1.${direction}.kernel`]).toEqual([2 * units, gates * units]);
      for (const layer of [0, 1]) {
        expect(shapes[`0.recurrent.${layer}.${direction}.bias`]).toEqual([gates * units]);
        for (const [name, { shape }] of Object.entries(cells[cell].weights(units)))
          expect(shapes[`0.recurrent.${layer}.${direction}.${name}`]).toEqual(shape);
      }
    }
  },
);

test('stacked layers have dropout between them only', () => {
  const layer: LayerSpec = { type: 'recurrent', cell: 'rnn', units: 2, layers: 2, dropout: 0.25 };
  const weights = (k: number, direction = 'forward') =>
    ['kernel', 'bias', 'recurrentKernel'].map((name) => `1.recurrent.${k}.${direction}.${name}`).join(' ');
  const first = `rnn-2(x of 7, n, ${weights(0)})`;
  expect(formula(tokens, { type: 'one-hot' }, layer).value).toBe(
    `rnn-2(dropout(${first}, 0.25, element), n, ${weights(1)})`,
  );
  expect(
    formula(tokens, { type: 'one-hot' }, { type: 'recurrent', cell: 'rnn', units: 2, bidirectional: true })
      .value,
  ).toBe(`[${first}, rnn-2 reversed(x of 7, n, ${weights(0, 'backward')})]`);
});

test('both directions are summed with merge "sum", and input and recurrent dropout are applied', () => {
  const layer: LayerSpec = {
    type: 'recurrent',
    cell: 'rnn',
    units: 2,
    bidirectional: true,
    merge: 'sum',
    inputDropout: 0.25,
    recurrentDropout: 0.5,
  };
  const weights = (direction: string) =>
    ['kernel', 'bias', 'recurrentKernel'].map((name) => `0.recurrent.0.${direction}.${name}`).join(' ');
  const dropped = 'dropout(x, 0.25, example)';
  expect(outputOf(features, layer)).toEqual({ kind: 'sequence', features: 2 });
  expect(formula(features, layer).value).toBe(
    `(rnn-2 dropping 0.5(${dropped}, n, ${weights('forward')}) + ` +
      `rnn-2 reversed dropping 0.5(${dropped}, n, ${weights('backward')}))`,
  );
  expect(() => outputOf(tokens, { type: 'one-hot' }, layer)).toThrow(
    'Layer 1 (recurrent) cannot drop entries of one-hot tokens: expected inputDropout 0, or an embedding before it.',
  );
});
