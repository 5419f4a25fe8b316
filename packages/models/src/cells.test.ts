import { expect, test } from 'vitest';
import { formulas } from '../test/formulas.js';
import { type Cell, cellOf, cells, defineCell } from './cells.js';
import { SpecError } from './errors.js';
import { orthogonal, zeros } from './initializers.js';
import { initialize, parametersOf, summarize } from './model.js';
import { languageModel } from './presets/language-model.js';
import { hasCustomParts, resolveModel } from './resolve.js';
import type { ModelSpec } from './spec.js';

/** The next states of a cell, as formulas. */
function stepOf(name: keyof typeof cells): string[] {
  const { states, step, weights } = cells[name];
  const symbols: Record<string, string> = {
    recurrentKernel: 'U',
    recurrentBias: 'b',
    gateKernel: 'V',
    candidateKernel: 'C',
  };
  const own = Object.keys(weights(2)).map((weight) => [weight, symbols[weight] ?? weight]);
  return step(formulas, 'x', ['h', 'c'].slice(0, states), Object.fromEntries(own));
}

test('the steps of the cells are their published equations', () => {
  expect(stepOf('rnn')).toEqual(['tanh(h · U + x)']);
  expect(stepOf('rnn-relu')).toEqual(['relu(h · U + x)']);

  const z = 'σ((x[0] + h · U + b[0]))';
  const after = 'tanh((x[2] + (σ((x[1] + h · U + b[1])) ⊙ h · U + b[2])))';
  expect(stepOf('gru')).toEqual([`(${after} + (${z} ⊙ (h - ${after})))`]);
  const before = 'tanh((σ((x[1] + h · U[1])) ⊙ h) · C + x[2])';
  expect(stepOf('gru-reset-before')).toEqual([`(${before} + (σ((x[0] + h · U[0])) ⊙ (h - ${before})))`]);

  const gate = (k: number) => `h · U + x[${k}]`;
  const c = `((σ(${gate(2)}) ⊙ c) + (σ(${gate(0)}) ⊙ tanh(${gate(3)})))`;
  expect(stepOf('lstm')).toEqual([`(σ(${gate(1)}) ⊙ tanh(${c}))`, c]);

  const f = 'σ(h · V + x[0])';
  expect(stepOf('mgu')).toEqual([`(h + (${f} ⊙ (tanh((${f} ⊙ h) · C + x[1]) - h)))`]);
});

test('every cell is registered under its name, with its source, and gives as many states as it takes', () => {
  for (const [name, cell] of Object.entries(cells)) {
    expect(cell.name).toBe(name);
    expect(cell.title!.length).toBeGreaterThan(5);
    expect(cell.source).toMatch(/\d{4}/);
    expect(stepOf(cell.name as keyof typeof cells)).toHaveLength(cell.states);
    for (const { shape, initializer } of Object.values(cell.weights(3)))
      expect(initializer(shape, () => 0.3)).toHaveLength(shape.reduce((a, b) => a * b, 1));
  }
});

/** h' = (1 - a) h + a tanh(W x + U h + b), with a trained rate a = σ(rate) of each unit. */
const leaky = {
  name: 'mine/leaky',
  gates: 1,
  states: 1,
  weights: (units) => ({
    recurrentKernel: { shape: [units, units], initializer: orthogonal() },
    rate: { shape: [units], initializer: zeros() },
  }),
  step({ add, sub, mul, sigmoid, tanh, matmul }, input, [h], { recurrentKernel, rate }) {
    const a = sigmoid(rate!);
    return [add(mul(sub(1, a), h!), mul(a, tanh(matmul(h!, recurrentKernel!, input))))];
  },
} as const satisfies Cell;

const specWith = (cell: string): ModelSpec => ({
  input: { type: 'sequence', features: 2 },
  layers: [{ type: 'recurrent', cell: cell as 'mine/leaky', units: 3 }],
});

test('a cell of a user is chosen by its name, also in presets, and named after it', () => {
  expect(() => resolveModel(specWith('mine/leaky'))).toThrow(
    new SpecError(
      'Layer 0 (recurrent): There is no cell "mine/leaky": it is not one of RNNLab\'s, and defineCell was not called for it in this process.',
    ),
  );
  expect(defineCell(leaky)).toBe(leaky);
  expect(cellOf('mine/leaky')).toBe(leaky);
  expect(Object.keys(cells)).not.toContain('mine/leaky');

  // A spec with the name of a cell needs no cast.
  const spec: ModelSpec = {
    input: { type: 'sequence', features: 2 },
    layers: [{ type: 'recurrent', cell: 'mine/leaky', units: 3, bidirectional: true }],
  };
  expect(hasCustomParts(spec)).toBe(true);
  expect(resolveModel(spec).layers[0]!.name).toBe('leaky1');
  expect(summarize(spec)[0]!.layer).toBe('recurrent mine/leaky units 3 bidirectional');
  expect(parametersOf(spec).map(({ name, shape }) => [name, shape])).toEqual(
    ['forward', 'backward'].flatMap((direction) => [
      [`0.recurrent.0.${direction}.kernel`, [2, 3]],
      [`0.recurrent.0.${direction}.bias`, [3]],
      [`0.recurrent.0.${direction}.recurrentKernel`, [3, 3]],
      [`0.recurrent.0.${direction}.rate`, [3]],
    ]),
  );
  expect(initialize(spec, () => 0.3)).toHaveLength(2 * (6 + 3 + 9 + 3));
  const { layers } = languageModel({ vocabulary: 5, units: 4, cell: 'mine/leaky' });
  expect(layers[1]).toMatchObject({ cell: 'mine/leaky' });
  expect(() => resolveModel(specWith('mine/leaki'))).toThrow('There is no cell "mine/leaki"');
  expect(() => resolveModel(specWith('leaky'))).toThrow(
    'cell must be one of rnn, rnn-relu, gru, gru-reset-before, lstm, mgu, mine/leaky, received "leaky".',
  );
});

test.each<[object | undefined, string]>([
  [
    undefined,
    'defineCell takes an object of options (name, title, source, gates, states, bias, weights, step)',
  ],
  [{ ...leaky, name: 'leaky' }, 'The name of a cell of your own must be two words with a slash between'],
  [{ ...leaky, gates: 0 }, 'defineCell: gates must be a whole number of at least 1, received 0.'],
  [{ ...leaky, step: undefined }, 'defineCell needs step: a function.'],
  [{ ...leaky, activation: 'tanh' }, 'defineCell has no option "activation"'],
])('the bad cell %j is refused', (cell, sentence) => {
  expect(() => defineCell(cell as typeof leaky)).toThrow(SpecError);
  expect(() => defineCell(cell as typeof leaky)).toThrow(sentence);
});

test('weights of a cell that cannot be are refused where the model is built', () => {
  const build = (weights: () => unknown) => () => {
    defineCell({ ...leaky, name: 'mine/bad', weights: weights as Cell['weights'] });
    return initialize(specWith('mine/bad'), () => 0.5);
  };
  expect(build(() => ({ bias: { shape: [3], initializer: zeros() } }))).toThrow(
    'The cell mine/bad cannot call a weight "bias", as that of the input projection is called so.',
  );
  expect(build(() => ({ rate: { shape: [1.5], initializer: zeros() } }))).toThrow(
    'Layer 0 (recurrent): the parameter 0.forward.rate must have a shape of whole numbers of at least 1, received [1.5].',
  );
  expect(build(() => ({ rate: { shape: [3] } }))).toThrow(
    'the parameter 0.forward.rate must have an initializer, such as zeros() or glorotUniform(), received nothing.',
  );
  expect(build(() => ({ rate: { shape: [3], initializer: () => new Float32Array(2) } }))).toThrow(
    'The initializer of 0.recurrent.0.forward.rate must give 3 numbers for the shape [3], received Float32Array of 2.',
  );
});

test('the name of a cell has a slash, also for TypeScript', () => {
  // @ts-expect-error: a name without a slash is one of ours.
  expect(() => defineCell({ ...leaky, name: 'leaky' })).toThrow(SpecError);
});
