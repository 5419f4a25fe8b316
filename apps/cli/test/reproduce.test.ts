import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Finished, rnnlab, start, workFolder } from './cli.js';

const { folder, remove } = workFolder();
const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
const json = (path: string) => JSON.parse(read(path));
afterAll(remove);

describe('the quick checks', () => {
  let recall: Finished;
  const selection = ['reproduce', 'binary-addition', '--quick', '--out', 'stays'];
  beforeAll(async () => {
    await rnnlab(folder, ...selection, '--only', '*-bce-5');
    recall = await rnnlab(folder, 'reproduce', 'recall', '--quick');
  });

  it('of recall remembers nearly every digit, and leaves results, tables, page and figures', () => {
    expect(recall).toMatchObject({ code: 0, stderr: '' });
    const { experiments, quick, suite } = json('reproduced/recall-quick/results.json');
    expect({ quick, suite }).toEqual({ quick: true, suite: 'recall' });
    const [{ recipe, rows, runs, parameters }] = experiments;
    expect({ recipe, parameters }).toEqual({ recipe: 'recall-lstm-10', parameters: 950 });
    expect(rows[0]).toMatchObject({ measure: 'test accuracy', aim: 0.95 });
    expect(rows[0].mean).toBeGreaterThan(0.95);
    expect(runs[0]).toMatchObject({ seed: 1, epochs: 6, epochsPlanned: 6 });
    expect(runs[0].history).toHaveLength(6);
    expect(runs[0].command).toMatch(/^npx rnnlab train recall-lstm-10 --set dataset.train=10000 /);
    expect(runs[0].provenance.machine).toContain(process.platform);
    expect(read('reproduced/recall-quick/results.md')).toMatch(
      /\| recall-lstm-10 \| test accuracy \| – \| – \| \.950 \|/,
    );
    expect(read('reproduced/recall-quick/report.html')).toMatch(
      /<svg[\s\S]*LSTM-10: sequences[\s\S]*Protocol[\s\S]*Origin/,
    );
    expect(runs[0].samples).toHaveLength(5);
    expect(existsSync(join(folder, 'reproduced/recall-quick/figures/units-accuracy.png'))).toBe(true);
  });

  it('runs nothing again that is finished, and writes the same', async () => {
    const before = read('reproduced/recall-quick/results.json');
    const model = join(folder, 'reproduced/recall-quick/runs/recall-lstm-10/seed-1/model.onnx');
    const { mtimeMs } = statSync(model);
    const { code, stdout } = await rnnlab(folder, 'reproduce', 'recall', '--quick');
    expect(code).toBe(0);
    expect(stdout).toContain('1 training is finished already.\nThere is nothing left to train.\n');
    expect(stdout).not.toContain('recall-lstm-10, seed 1:');
    expect(statSync(model).mtimeMs).toBe(mtimeMs);
    expect(read('reproduced/recall-quick/results.json')).toBe(before);
  });

  it('keeps what another selection has left', async () => {
    const before = read('stays/results.json');
    const other = await rnnlab(folder, ...selection, '--only', '*-mse-5');
    expect(other).toMatchObject({ code: 0, stderr: '' });
    const { experiments } = json('stays/results.json');
    expect(experiments).toHaveLength(2);
    expect(experiments[0]).toEqual(JSON.parse(before).experiments[0]);
  });

  it('keeps what results.json knows of runs that are not there, as in a fresh clone', async () => {
    const before = json('stays/results.json');
    rmSync(join(folder, 'stays/runs/binary-addition-lstm-5-bce-5'), { recursive: true });
    const again = await rnnlab(folder, ...selection, '--only', '*-mse-5');
    expect(again).toMatchObject({ code: 0, stderr: '' });
    expect(json('stays/results.json')).toEqual(before);
    const known = await rnnlab(folder, ...selection, '--only', '*-bce-5');
    expect(known.stdout).toContain(
      '1 training is in results.json and not trained again: choose another folder by --out for that.',
    );
    expect(existsSync(join(folder, 'stays/runs/binary-addition-lstm-5-bce-5'))).toBe(false);
    expect(json('stays/results.json')).toEqual(before);

    const [experiment] = before.experiments;
    experiment.runs[0].settings.batch = 16;
    writeFileSync(join(folder, 'stays/results.json'), JSON.stringify(before));
    const other = await rnnlab(folder, ...selection, '--only', '*-mse-5');
    expect(other.stdout).toContain(
      'binary-addition-lstm-5-bce-5: left out of the results: seed 1 (made with batchSize=16, now 32).',
    );
    expect(json('stays/results.json').experiments).toHaveLength(1);
  });

  it('refuses a folder with other results, or with runs of other settings, and leaves them', async () => {
    const results = join(folder, 'reproduced/recall-quick/results.json');
    const before = readFileSync(results, 'utf8');
    const full = await rnnlab(folder, 'reproduce', 'recall', '--out', 'reproduced/recall-quick');
    expect(full.stderr).toContain(
      'holds the quick check of the suite recall: choose another folder (--out).',
    );
    expect(readFileSync(results, 'utf8')).toBe(before);
    rmSync(results);
    const { code, stderr } = await rnnlab(folder, 'reproduce', 'recall', '--out', 'reproduced/recall-quick');
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /was made with \S+=\S+, and this suite needs \S+: remove that folder, or choose another one \(--out\)/,
    );
  });

  it('of names knows more than the most frequent language', async () => {
    expect(await rnnlab(folder, 'reproduce', 'names', '--quick')).toMatchObject({ code: 0, stderr: '' });
    const [{ rows, runs }] = json('reproduced/names-quick/results.json').experiments;
    expect(rows[0].mean).toBeGreaterThan(0.5);
    expect(runs[0].dataset.name).toBe('names');
  });

  it('of startrek goes on in the second phase of the report', async () => {
    expect(await rnnlab(folder, 'reproduce', 'startrek', '--quick')).toMatchObject({ code: 0, stderr: '' });
    const [{ runs }] = json('reproduced/startrek-quick/results.json').experiments;
    expect(runs[0].history.map(({ phase }: { phase?: number }) => phase ?? 1)).toEqual([1, 1, 1, 1, 2, 2, 2]);
    expect(runs[0].measures['test accuracy']).toBeGreaterThan(0.27);
  });

  it.each(['cifar', 'dbpedia'])('of %s learns', async (suite) => {
    expect(await rnnlab(folder, 'reproduce', suite, '--quick')).toMatchObject({ code: 0, stderr: '' });
    const [{ rows }] = json(`reproduced/${suite}-quick/results.json`).experiments;
    expect(rows[0].mean).toBeGreaterThan(rows[0].aim);
  });
});

describe('a suite that is stopped', () => {
  const args = [
    'reproduce',
    'binary-addition',
    '--quick',
    '--only',
    '*-bce-5',
    '--seeds',
    '2',
    '--out',
    'stopped',
  ];

  it('goes on where it was, and gives what one gives that was not', async () => {
    const { child, done } = start(folder, args);
    const metrics = join(folder, 'stopped/runs/binary-addition-lstm-5-bce-5/seed-1/metrics.jsonl');
    while (!existsSync(metrics) || statSync(metrics).size < 2000) await new Promise((r) => setTimeout(r, 20));
    child.kill('SIGTERM');
    const stopped = await done;
    expect(stopped.code).toBe(143);
    expect(stopped.stderr).toContain(
      'everything is saved in stopped. Resume it with the same command: npx rnnlab reproduce binary-addition --quick ' +
        "--only '*-bce-5' --seeds 2 --out stopped\n",
    );

    expect(await rnnlab(folder, ...args)).toMatchObject({ code: 0, stderr: '' });
    const [{ runs, rows }] = json('stopped/results.json').experiments;
    expect(runs.map(({ seed }: { seed: number }) => seed)).toEqual([1, 2]);
    const values: number[] = rows[0].values;
    expect(rows[0].spread).toBeCloseTo(Math.abs(values[0]! - values[1]!) / Math.SQRT2, 12);
    const model = (path: string): string => readFileSync(join(folder, path), 'latin1');
    const run = 'stopped/runs/binary-addition-lstm-5-bce-5/seed-1/model.onnx';
    const first = model(run);
    rmSync(join(folder, 'stopped'), { recursive: true });
    await rnnlab(folder, ...args.map((arg) => (arg === '2' ? '1' : arg)));
    expect(model(run) === first).toBe(true);
  });
});

it('--list names every experiment with its numbers', async () => {
  const { stdout } = await rnnlab(folder, 'reproduce', '--list', '--json');
  const { suites } = JSON.parse(stdout);
  const all = suites.flatMap(({ experiments }: { experiments: unknown[] }) => experiments);
  const find = (name: string) => all.find((experiment: { name: string }) => experiment.name === name);
  expect(find('recall-lstm-2').references[0]).toMatchObject({ reported: 0.22, bestPublic: 0.257, aim: 0.3 });
  expect(find('names-balanced-lstm-256x2').references[0]).toMatchObject({ reported: 0.556 });
  expect(find('mnist-rows-bilstm-64x2').flaw).toContain('never ran one');
  expect(find('binary-addition-lstm-5-mse-10').suite).toBe('binary-addition');
});

it.each([
  [['reproduce'], 'Name a suite: names, '],
  [['reproduce', 'recal'], 'There is no suite "recal"; the nearest is "recall".'],
  [
    ['reproduce', 'recall', '--only', 'x*'],
    '"x*" fits no experiment of the suite: expected one of recall-lstm-2',
  ],
  [
    ['reproduce', 'recall', '--seeds', '0'],
    'seeds must be a whole number from 1 to 1000, received 0 (--seeds).',
  ],
  [['reproduce', 'recall', '--data', '.'], 'The suite recall generates its data: leave data out (--data).'],
  [
    ['reproduce', 'names', '--data', '.'],
    'There is no folder names in .: expected the data of the suite names there (--data).',
  ],
])('%j is refused in one sentence', async (args, sentence) => {
  const { code, stderr } = await rnnlab(folder, ...args);
  expect(stderr).toContain(sentence);
  expect(code).toBe(2);
});
