import { onnxruntime } from '@rnnlab/trainer';
import { expect, it } from 'vitest';
import { engineNames, resolveEngine } from './engines.js';

it('auto is the fastest that is installed, without a reason', () => {
  const { engine, reason } = resolveEngine();
  expect(engine.name).toBe(engineNames[0]);
  expect(reason).toBeUndefined();
});

it.each(engineNames)('%s is made by its name', (name) => {
  expect(resolveEngine(name).engine.name).toBe(name);
});

it('takes as many threads as it is given', async () => {
  expect(await resolveEngine('auto', 3).engine.describe()).toMatch(/, 3 threads$/);
});

it('a custom engine is taken as it is', () => {
  const own = { ...onnxruntime(), name: 'mine' };
  expect(resolveEngine(own).engine).toBe(own);
});

it('an unknown name is an error with the nearest name', () => {
  expect(() => resolveEngine('tfj' as never)).toThrow('There is no engine "tfj"; the nearest is "tfjs".');
});
