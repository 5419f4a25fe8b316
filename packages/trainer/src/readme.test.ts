import { expect, test } from 'vitest';
import { readmeOf, runExample } from '../../shared/test/examples.js';
import { toyExamples, toySpec } from '../test/toy.js';
import { RunDirectory } from './checkpoints/run-directory.js';
import { resolveOptions } from './fit/options.js';
import { type ScheduleSpec, scheduleOf, schedules } from './learning-rate-schedules.js';

const text = await readmeOf(import.meta.url);

test('the example of the README runs and learns', async () => {
  const [, script] = /## Example[\s\S]*?```js\n([\s\S]*?)```/.exec(text)!;
  const lines = (await runExample(script!)).trim().split('\n');
  expect(lines).toHaveLength(11);
  expect(lines[0]).toMatch(/^epoch 1: loss 1\.\d{3}$/);
  expect(Number(lines[10]!.split(' ')[0])).toBeGreaterThan(0.95);
});

test('the one with a stream resumes in the middle of a pass, and learns', async () => {
  const [, script] = /streams of examples\n[\s\S]*?```js\n([\s\S]*?)```/.exec(text)!;
  const [resumed, end] = (await runExample(script!))
    .trim()
    .split('\n')
    .map((line) => line.split(' '));
  expect(resumed).toEqual(['1', expect.stringMatching(/^[3-7]$/)]);
  expect(end![0]).toBe('10');
  expect(Number(end![1])).toBeGreaterThan(0.95);
});

test('the README names every option of fit that has a default, and every method of a run directory', () => {
  const documented = [...text.matchAll(/^\| `(\w+)` /gm)].map(([, name]) => name);
  const options = Object.keys(resolveOptions({ spec: toySpec(), train: toyExamples(1, 1) }));
  expect(documented).toEqual(expect.arrayContaining(options));
  const methods = Object.getOwnPropertyNames(RunDirectory.prototype).filter((name) => name !== 'constructor');
  for (const name of methods) expect(text).toContain(`\`${name}`);
});

test('the README lists every schedule with its options and their defaults', () => {
  const documented = [...text.matchAll(/^\| `\{ type: '(\w+)'(.*?) \}`/gm)].map(([, type, rest]) => ({
    type,
    ...Object.fromEntries(
      [...rest!.matchAll(/, (\w+): ([\d.]+)/g)].map(([, name, value]) => [name, Number(value)]),
    ),
  }));
  const expected = (Object.keys(schedules) as (keyof typeof schedules)[]).map((type) => ({
    type,
    ...Object.fromEntries(
      Object.entries(schedules[type].options).map(([name, option]) => [name, option.default]),
    ),
  }));
  const byType = (a: { type?: string }, b: { type?: string }) => a.type!.localeCompare(b.type!);
  expect(documented.sort(byType)).toEqual(expected.sort(byType));
  for (const spec of documented) expect(() => scheduleOf(spec as ScheduleSpec)).not.toThrow();
});
