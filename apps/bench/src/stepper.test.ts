import { onnxruntime } from '@rnnlab/trainer';
import { expect, test } from 'vitest';
import { openStepper } from './stepper.js';
import { agreements } from './torch-agreement.js';
import { prepare } from './workload.js';

test('losses do not depend on how many steps share a call, and timing continues from there', async () => {
  const workload = prepare(agreements().find(({ model }) => model === 'gru')!);
  const engine = onnxruntime({ threads: 1 });
  const [one, many] = [await openStepper(engine, workload), await openStepper(engine, workload)];
  const single: number[] = [];
  for (let k = 0; k < 6; k++) single.push(...(await one.step(1)));
  expect(await many.step(6)).toEqual(single);
  expect(await many.time(0.01)).toBeGreaterThan(0);
  expect(many.compileMs).toBeGreaterThan(0);
  await Promise.all([one.dispose(), many.dispose()]);
});
