import { evaluationProgram, type OptimizerSpec, trainingProgram } from '@rnnlab/onnx';
import { expect, test } from 'vitest';
import { toySpec } from '../../../test/toy.js';
import { sessionCache } from './sessions.js';

test('many models of one spec make one session for each program, number of threads and device', async () => {
  let made = 0;
  const session = sessionCache(async () => ++made);
  for (let k = 0; k < 20; k++) {
    expect(await session(trainingProgram(toySpec(), { type: 'adam' }).model, { threads: 1 })).toBe(1);
    expect(await session(evaluationProgram(toySpec()).model, { threads: 1 })).toBe(2);
  }
  expect(await session(evaluationProgram(toySpec()).model, { threads: 2 })).toBe(3);
  const cuda = { threads: 2, device: 'cuda' } as const;
  for (let k = 0; k < 2; k++) expect(await session(evaluationProgram(toySpec()).model, cuda)).toBe(4);
  expect(made).toBe(4);
});

test('whatever a program depends on gives it a session of its own', async () => {
  let made = 0;
  const session = sessionCache(async () => ++made);
  const optimizers: OptimizerSpec[] = [
    { type: 'sgd' },
    { type: 'sgd', momentum: 0.9 },
    { type: 'sgd', momentum: 0.9000001 },
    { type: 'sgd', clipNorm: 1 },
    { type: 'sgd', clipNorm: 1e30 },
    { type: 'adam' },
    { type: 'adam', beta1: 0.91 },
    { type: 'adam', beta2: 0.9991 },
  ];
  const specs = [toySpec(), toySpec({ units: 13 }), toySpec({ dropout: 0.1 }), toySpec({ dropout: 0.11 })];
  const sessions = new Set<number>();
  for (const spec of specs) {
    for (const optimizer of optimizers)
      sessions.add(await session(trainingProgram(spec, optimizer).model, { threads: 1 }));
  }
  expect(sessions.size).toBe(specs.length * optimizers.length);
});

test('a session that could not be made is tried again', async () => {
  let calls = 0;
  const session = sessionCache(async () => {
    if (++calls === 1) throw new Error('out of memory');
    return calls;
  });
  await expect(session(Uint8Array.of(1), { threads: 1 })).rejects.toThrow('out of memory');
  expect(await session(Uint8Array.of(1), { threads: 1 })).toBe(2);
  expect(await session(Uint8Array.of(1), { threads: 1 })).toBe(2);
});
