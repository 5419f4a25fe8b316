import { trainingProgram } from '@rnnlab/onnx';
import { expect, test } from 'vitest';
import { cases } from './cases.js';

test('the cases have the names by which results are kept', () => {
  expect(cases.map(({ name }) => name)).toEqual([
    'names-lstm128',
    'names-lstm64-b1',
    'char-gru20',
    'word-gru20',
    'word-lstm20',
    'mnist-lstm64',
    'mnist-lstm128',
    'mnist-bilstm128',
    'lm-lstm200x2',
    'lm-lstm512x2',
    'lm-gru512x2',
    'cifar-cnn',
    'char-cnn',
    'word-cnn',
  ]);
});

test.each(cases.map((benchmark) => [benchmark.name, benchmark] as const))('%s compiles', (_, { spec }) => {
  const { model, parameters } = trainingProgram(spec, { type: 'adam' });
  expect(model.length).toBeGreaterThan(0);
  expect(parameters).toBeGreaterThan(0);
});

test('the CNN of the report has its number of parameters', () => {
  const { spec } = cases.find(({ name }) => name === 'cifar-cnn')!;
  expect(trainingProgram(spec, { type: 'adam' }).parameters).toBe(378_570);
});
