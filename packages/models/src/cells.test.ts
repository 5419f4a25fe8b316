import { expect, test } from 'vitest';
import { formulas } from '../test/formulas.js';
import { cells } from './cells.js';

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
    expect(cell.title.length).toBeGreaterThan(5);
    expect(cell.source).toMatch(/\d{4}/);
    expect(stepOf(cell.name as keyof typeof cells)).toHaveLength(cell.states);
    for (const { shape, initializer } of Object.values(cell.weights(3)))
      expect(initializer(shape, () => 0.3)).toHaveLength(shape.reduce((a, b) => a * b, 1));
  }
});
