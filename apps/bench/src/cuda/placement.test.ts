import { trainingProgram } from '@rnnlab/onnx';
import { expect, test } from 'vitest';
import { cases } from '../cases.js';
import { misplaced, placementOf, profileStep } from './placement.js';

const node = (op_name: string, provider: string) => ({ cat: 'Node', args: { op_name, provider } });

test('nodes that are not on CUDA are counted by operator', () => {
  const placement = placementOf([
    { cat: 'Session' },
    { cat: 'Node', args: { op_name: 'Fence' } },
    node('MatMul', 'CUDAExecutionProvider'),
    node('Shape', 'CPUExecutionProvider'),
    node('OneHot', 'CPUExecutionProvider'),
    node('OneHot', 'CPUExecutionProvider'),
  ]);
  expect(placement).toEqual({ nodes: 4, notOnCuda: { Shape: 1, OneHot: 2 } });
  expect(misplaced(placement)).toBe('3 of 4 runs of nodes in a step were not on CUDA: OneHot ×2, Shape ×1');
});

test('a graph that is all on CUDA gives no sentence, an empty profile does', () => {
  expect(misplaced(placementOf([node('MatMul', 'CUDAExecutionProvider')]))).toBeUndefined();
  expect(misplaced(placementOf([]))).toBe('the profile of a step has no nodes');
});

test('a profile shows the nodes inside of scans, which on the CPU are all misplaced', async () => {
  const { spec, batch, steps } = cases.find(({ name }) => name === 'names-lstm64-b1')!;
  const { model } = trainingProgram(spec, { type: 'adam' });
  const placement = await profileStep(model, { run: 1, batch, steps }, ['cpu']);
  // The program is one scan over minibatches: the steps of the sequence lie in its body.
  expect(placement.notOnCuda.Scan).toBeGreaterThanOrEqual(1);
  expect(placement.notOnCuda.Tanh).toBeGreaterThanOrEqual(steps);
  expect(Object.values(placement.notOnCuda).reduce((a, b) => a + b)).toBe(placement.nodes);
});
