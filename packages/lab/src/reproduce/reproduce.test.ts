import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openRun } from '../runs/run.js';
import { drawSuite } from './draw-suite.js';
import { type ReproduceStatus, reproduce } from './reproduce.js';

const folder = mkdtempSync(join(tmpdir(), 'rnnlab-reproduce-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('trains a suite in processes of their own, and draws it again from its results', async () => {
  const out = join(folder, 'recall');
  const statuses: ReproduceStatus[] = [];
  const runs: string[] = [];
  const options = {
    out,
    quick: true,
    onStart: (status: ReproduceStatus) => void statuses.push(status),
    onRun: ({ recipe, seed }: { recipe: string; seed: number }) => void runs.push(`${recipe} ${seed}`),
  };
  const { experiments } = await reproduce('recall', options);
  expect(runs).toEqual(['recall-lstm-10 1']);
  expect(experiments[0]!.rows[0]!.mean).toBeGreaterThan(0.95);
  const run = await openRun(join(out, 'runs/recall-lstm-10/seed-1'));
  expect((await run.evaluate()).test).toEqual((await run.result()).test);

  const before = readFileSync(join(out, 'results.json'), 'utf8');
  expect(await reproduce('recall', options)).toEqual(JSON.parse(before));
  expect(statuses.map(({ trainings }) => trainings)).toEqual([
    { waiting: 1, finished: 0, known: 0 },
    { waiting: 0, finished: 1, known: 0 },
  ]);

  for (const name of ['runs', 'figures', 'report.html']) rmSync(join(out, name), { recursive: true });
  expect(await drawSuite(out)).toEqual([]);
  expect(readFileSync(join(out, 'report.html'), 'utf8')).toMatch(/<svg[\s\S]*Protocol[\s\S]*Origin/);
  expect(existsSync(join(out, 'figures/units-loss.png'))).toBe(true);
});

it('stops when its signal is aborted, and keeps what is finished', async () => {
  const stop = new AbortController();
  const out = join(folder, 'stopped');
  const stopped = reproduce('binary-addition', {
    ...{ out, quick: true, only: ['*-bce-5'], seeds: 3, signal: stop.signal },
    onRun: () => stop.abort(),
  });
  await expect(stopped).rejects.toMatchObject({ code: 'RNNLAB_INTERRUPTED', path: out });
  const { experiments } = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8'));
  expect(experiments[0].runs).toHaveLength(1);
});

it.each([
  ['recal', {}, 'There is no suite "recal"; the nearest is "recall".'],
  ['recall', { only: ['x*'] }, '"x*" fits no experiment of the suite: expected one of recall-lstm-2'],
  ['recall', { seeds: 0 }, 'seeds must be a whole number from 1 to 1000, received 0.'],
  ['recall', { data: '.' }, 'The suite recall generates its data: leave data out.'],
  ['names', { data: '.' }, 'There is no folder names in .: expected the data of the suite names there.'],
  ['recall', { seed: 3 } as never, 'reproduce has no option "seed"; the nearest is "seeds".'],
  ['recall', { out: '/proc/x' }, 'Cannot write /proc/x'],
])('%s with %j is refused in one sentence', async (suite, options, sentence) => {
  await expect(reproduce(suite, options)).rejects.toThrow(sentence);
});
