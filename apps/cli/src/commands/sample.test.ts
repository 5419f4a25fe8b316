import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { initialize, type ModelSpec } from '@rnnlab/models';
import { type ExportOptions, exportModel } from '@rnnlab/onnx';
import { characterTokenizer } from '@rnnlab/tokenizers';
import { Generator } from '@rnnlab/trainer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rnnlab, start, workFolder } from '../../test/cli.js';

const { folder, remove } = workFolder();
afterAll(remove);

/** An untrained model with weights large enough that tokens are of different probabilities. */
function writeModel(
  file: string,
  language?: ExportOptions['language'],
  special: Record<string, unknown> = {},
): void {
  const tokenizer = characterTokenizer({ characters: 'abcdeKS \n', ...special });
  const { size, tokens } = tokenizer.vocabulary;
  const spec: ModelSpec = {
    input: { type: 'tokens', vocabulary: size },
    layers: [
      { type: 'embedding', units: 4 },
      { type: 'recurrent', units: 6 },
      ...(language ? [] : [{ type: 'last' } as const]),
      { type: 'dense', units: size },
    ],
  };
  const random = new Generator(3);
  const parameters = initialize(spec, () => random.uniform()).map((weight) => 3 * weight);
  const says = language ? { language } : { labels: tokens };
  const bytes = exportModel({ spec, parameters }, { tokenizer, title: 'Letters', ...says });
  writeFileSync(join(folder, file), bytes);
}

const ends = { start: '[START]', end: '[END]', specialTokens: ['[North]', '[South]'] };

beforeAll(() => {
  writeModel('lines.onnx', { startId: 2, endId: 3 }, ends);
  writeModel('running.onnx', {});
  writeModel('names.onnx', { endId: 3, conditions: { North: 4, South: 5 } }, ends);
  writeModel('other.onnx');
});

const sample = (...args: string[]) => rnnlab(folder, 'sample', ...args);

test('a text goes on from its prompt, the same for the same seed', async () => {
  const one = await sample('running.onnx', '--prompt', 'abc', '--length', '40', '--seed', '4');
  expect(one).toMatchObject({ code: 0, stderr: '' });
  expect(one.stdout).toMatch(/^abc[abcdeKS \n]{40}\n$/);
  const again = await sample('running.onnx', '--prompt', 'abc', '--length', '40', '--seed', '4', '--json');
  const { texts, seed, title } = JSON.parse(again.stdout);
  expect(`${texts[0].prompt}${texts[0].text}\n`).toBe(one.stdout);
  expect([seed, title, texts[0].tokens, texts[0].finishReason]).toEqual([4, 'Letters', 40, 'length']);
});

test('one line for each starting character', async () => {
  const { stdout } = await sample('lines.onnx', '--each', 'KSKSKS', '--stop', '\\n', '--seed', '2');
  const lines = stdout.trimEnd().split('\n');
  expect(lines.map((line) => line[0]).join('')).toBe('KSKSKS');
  expect(new Set(lines).size).toBeGreaterThan(3);
});

test('a starting character may be a line break', async () => {
  const { stdout } = await sample('running.onnx', '--each', 'K\\n', '--length', '2', '--seed', '2', '--json');
  expect(JSON.parse(stdout).texts.map(({ prompt }: { prompt: string }) => prompt)).toEqual(['K', '\n']);
});

test('several texts, greedy ones, of a beam, with a condition', async () => {
  const several = await sample('running.onnx', '--n', '3', '--length', '9', '--top-k', '3', '--json');
  expect(JSON.parse(several.stdout).texts).toHaveLength(3);
  const greedy = ['names.onnx', '--condition', 'South', '--greedy', '--length', '6', '--json'];
  const [first, second] = [await sample(...greedy), await sample(...greedy)];
  expect(JSON.parse(first.stdout).texts).toEqual(JSON.parse(second.stdout).texts);
  const beam = await sample('lines.onnx', '--beam', '4', '--n', '2', '--length', '5', '--json');
  const [best, next] = JSON.parse(beam.stdout).texts;
  expect(best.logProbability).toBeGreaterThan(next.logProbability);
});

test.each([
  [
    'lines.onnx --prompt xyzab',
    'The prompt "xyzab" has "x", "y", "z", which the model does not know; it knows the characters',
  ],
  [
    'names.onnx --condition Nort',
    'The model has no condition "Nort"; the nearest is "North"; expected one of North, South.',
  ],
  ['names.onnx', 'The model needs to be told a condition; expected one of North, South.'],
  [
    'other.onnx',
    'other.onnx is a text classifier, expected a language model; use it with: npx rnnlab predict other.onnx TEXT',
  ],
  ['none.onnx', 'There is no run or model file none.onnx.'],
  [
    'lines.onnx --temperature 0',
    '--temperature must be a number above 0, received "0"; --greedy takes the most probable token in every step.',
  ],
  ['lines.onnx --top-k 0', '--top-k must be a whole number of at least 1, received "0".'],
  ['lines.onnx --top-p 1.5', '--top-p must be above 0 and at most 1, received "1.5".'],
  ['lines.onnx --length no', '--length must be a whole number of at least 1, received "no".'],
  ['lines.onnx --seed 1.5', '--seed must be a whole number, received "1.5".'],
  [
    'lines.onnx --greedy --top-p .5',
    '--greedy takes the most probable token in every step, so it cannot be combined with --top-p.',
  ],
  ['lines.onnx --greedy --n 2', '--greedy writes one text, always the same, received --n 2.'],
  [
    'lines.onnx --beam 2 --temperature 1',
    '--beam searches for the most probable text, so it cannot be combined with --temperature.',
  ],
  [
    'lines.onnx --beam 2 --seed 1',
    '--beam searches for the most probable text, so it cannot be combined with --seed.',
  ],
  ['lines.onnx --beam 2 --n 3', 'A beam width of 2 gives 2 texts at most, received --n 3.'],
  [
    'lines.onnx --each ab --n 3',
    '--each gives one text for each of its characters, so it cannot be combined with --n.',
  ],
])('sample %s', async (line, sentence) => {
  const { code, stdout, stderr } = await sample(...line.split(' '));
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(sentence);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});

test('predict names the command for a language model', async () => {
  const { code, stderr } = await rnnlab(folder, 'predict', 'lines.onnx', 'a');
  expect([code, stderr]).toEqual([
    2,
    'lines.onnx is a language model, expected a text classifier; use it with: npx rnnlab sample lines.onnx\n',
  ]);
});

test('whoever has seen enough ends it quietly', async () => {
  const { child, finished, done } = start(folder, ['sample', 'running.onnx', '--length', '100000000']);
  child.stdout!.once('data', () => child.stdout!.destroy());
  expect(await done).toMatchObject({ code: 0, stderr: '' });
  expect(finished.stdout).toMatch(/^[abcdeKS \n]+$/);
});

test.skipIf(process.platform === 'win32')('Ctrl-C ends it with what was written', async () => {
  const { child, done } = start(folder, ['sample', 'running.onnx', '--length', '100000000']);
  child.stdout!.once('data', () => child.kill('SIGINT'));
  const { code, stdout, stderr } = await done;
  expect([code, stderr]).toEqual([130, 'Stopped before the end of the text.\n']);
  expect(stdout).toMatch(/^[abcdeKS \n]+\n$/);
});

test.skipIf(process.platform === 'win32')('Ctrl-C gives what was written to programs too', async () => {
  const stoppedAfter = (milliseconds: number) => {
    const args = ['sample', 'running.onnx', '--length', '100000000', '--json'];
    const { child, done } = start(folder, args);
    setTimeout(() => child.kill('SIGINT'), milliseconds);
    return done;
  };
  // It shows nothing by which to tell that it writes: one that is stopped before that has no exit code.
  let { code, stdout } = await stoppedAfter(1000);
  for (let wait = 2000; code === null && wait <= 8000; wait *= 2)
    ({ code, stdout } = await stoppedAfter(wait));
  expect(code).toBe(130);
  const [text] = JSON.parse(stdout).texts;
  expect(text).toMatchObject({ prompt: '', reason: 'interrupted' });
  expect(text.text).toMatch(/^[abcdeKS \n]+$/);
});
