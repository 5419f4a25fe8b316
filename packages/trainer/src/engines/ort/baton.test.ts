import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { Baton } from './baton.js';

test('steps are released and taken one by one, on both sides', () => {
  const ours = new Baton();
  const theirs = new Baton(ours.memory);
  expect(ours.finished(1)).toBe(false);
  for (const count of [1, 2, 3]) {
    ours.release();
    expect(theirs.released(count)).toBe(true);
    theirs.finish();
    expect(ours.finished(count)).toBe(true);
    expect(ours.finished(count + 1)).toBe(false);
  }
  ours.reset();
  expect(ours.finished(1)).toBe(false);
});

test('a stopped helper takes no more steps, whatever was released', () => {
  const baton = new Baton();
  baton.release();
  baton.stop();
  expect(baton.released(1)).toBe(false);
  expect(baton.released(2)).toBe(false);
});

test('a thread that sleeps is woken by a release and by a stop', async () => {
  const baton = new Baton();
  const code = `
    const { parentPort, workerData } = require('node:worker_threads');
    Atomics.wait(workerData, 0, 0);
    parentPort.postMessage(Atomics.load(workerData, 0));
  `;
  for (const wake of [() => baton.release(), () => baton.stop()]) {
    baton.reset();
    const worker = new Worker(code, { eval: true, workerData: baton.memory });
    const answer = new Promise((resolve) => worker.on('message', resolve));
    await new Promise((resolve) => worker.on('online', resolve));
    wake();
    expect(Math.abs((await answer) as number)).toBe(1);
  }
});
