import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { StepGate } from './step-gate.js';

test('steps are released and finished one by one, on both sides', () => {
  const coordinator = new StepGate();
  const worker = new StepGate(coordinator.memory);
  expect(coordinator.finished(1)).toBe(false);
  for (const count of [1, 2, 3]) {
    coordinator.release();
    expect(worker.released(count)).toBe(true);
    worker.finish();
    expect(coordinator.finished(count)).toBe(true);
    expect(coordinator.finished(count + 1)).toBe(false);
  }
  coordinator.reset();
  expect(coordinator.finished(1)).toBe(false);
});

test('a stopped worker takes no more steps, whatever was released', () => {
  const gate = new StepGate();
  gate.release();
  gate.stop();
  expect(gate.released(1)).toBe(false);
  expect(gate.released(2)).toBe(false);
});

test('a thread that sleeps is woken by a release and by a stop', async () => {
  const gate = new StepGate();
  const code = `
    const { parentPort, workerData } = require('node:worker_threads');
    Atomics.wait(workerData, 0, 0);
    parentPort.postMessage(Atomics.load(workerData, 0));
  `;
  for (const wake of [() => gate.release(), () => gate.stop()]) {
    gate.reset();
    const worker = new Worker(code, { eval: true, workerData: gate.memory });
    const answer = new Promise((resolve) => worker.on('message', resolve));
    await new Promise((resolve) => worker.on('online', resolve));
    wake();
    expect(Math.abs((await answer) as number)).toBe(1);
  }
});
