import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rnnlab, SMALL, start, workFolder, writeTexts } from '../../test/cli.js';

const { folder, remove } = workFolder();
const bytes = (path: string): string => readFileSync(join(folder, path), 'latin1');
const train = (run: string): string[] => [
  ...['train', 'names', '--data', 'texts', '--epochs', '12', '--run', run, ...SMALL],
  // More than the machine may have, so that they are not those of a run that says nothing of them.
  ...['--set', 'batchSize=1', '--threads', '3'],
];

/** Starts a training and sends it a signal after its second epoch. */
async function interrupt(run: string, signal: NodeJS.Signals) {
  const { child, finished, done } = start(folder, train(run));
  await new Promise<void>((resolve) => {
    child.stdout!.on('data', () => {
      if (/^ +2\/12 /m.test(finished.stdout)) resolve();
    });
  });
  child.kill(signal);
  return done;
}

beforeAll(() => writeTexts(join(folder, 'texts'), 100));
afterAll(remove);

describe('a training that is interrupted', () => {
  it('finishes its step, saves, says how to resume it, and ends with the same bytes as one that was not', async () => {
    const stopped = await interrupt('stopped', 'SIGINT');
    expect(stopped.code).toBe(130);
    expect(stopped.stdout).toContain('Stopping after this step');
    expect(stopped.stderr).toMatch(
      /^Stopped after step \d+, in epoch \d+; everything is saved in stopped\. Resume it with: npx rnnlab train names --run stopped --resume\n$/,
    );
    const [resumed, whole] = await Promise.all([
      rnnlab(folder, 'train', 'names', '--run', 'stopped', '--resume'),
      rnnlab(folder, ...train('whole')),
    ]);
    expect(resumed).toMatchObject({ code: 0, stderr: '' });
    expect(resumed.stdout).toContain('Resumed after step');
    expect(whole.code).toBe(0);
    for (const file of ['checkpoints/last.safetensors', 'metrics.jsonl', 'model.onnx']) {
      expect(bytes(`stopped/${file}`) === bytes(`whole/${file}`), file).toBe(true);
    }
    const { parts } = JSON.parse(bytes('stopped/result.json')).dataset;
    expect(parts.train).toBe(240);
    expect(JSON.parse(bytes('stopped/result.json')).engine).toMatch(/, 3 threads$/);
    expect(bytes('stopped/report.html')).toMatch(/<span>--threads<\/span> <span>3<\/span>/);
  });

  it('exits 143 on SIGTERM, and can be scored and exported as it is', async () => {
    expect((await interrupt('terminated', 'SIGTERM')).code).toBe(143);
    expect(JSON.parse((await rnnlab(folder, 'eval', 'terminated', '--json')).stdout).test.count).toBe(30);
    expect((await rnnlab(folder, 'export', 'terminated')).code).toBe(0);
    expect((await rnnlab(folder, 'predict', 'terminated', 'bado')).code).toBe(0);
    expect(await rnnlab(folder, 'report', 'terminated')).toMatchObject({
      code: 2,
      stderr:
        'The run in terminated is not finished; resume it with: npx rnnlab train names --run terminated --resume\n',
    });
  });

  it.each([
    [
      ['--epochs', '13'],
      /started with epochs=12 and cannot be resumed with epochs=13 alone: that takes another phase/,
    ],
    [['--set', 'model.cell=gru'], /model.cell=lstm and cannot be resumed with model.cell=gru/],
    [['--data', 'elsewhere'], /^There is no folder .*elsewhere \(--data\)\.$/m],
  ])('refuses to be resumed with %j', async (options, message) => {
    const { code, stderr } = await rnnlab(folder, 'train', '--run', 'terminated', '--resume', ...options);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('refuses to be resumed when its data have changed', async () => {
    const file = join(folder, 'texts/Hills.txt');
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, before.replace('ba', 'be'));
    const { code, stderr } = await rnnlab(folder, 'train', '--run', 'terminated', '--resume');
    writeFileSync(file, before);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^The data in .*texts have changed since terminated was started: expected SHA-256/,
    );
  });

  it('is not resumed twice', async () => {
    const { code, stderr } = await rnnlab(folder, 'train', '--run', 'stopped', '--resume');
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr:
        'The run in stopped is finished: to train it further, give another learning rate or schedule, as in learningRate=0.0001 with epochs=5 (--set learningRate=…).\n',
    });
  });
});
