import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rnnlab, SMALL, workFolder, writeTexts } from '../test/cli.js';

const { folder, remove } = workFolder();
const file = (path: string, content: string | Uint8Array): void => {
  const full = join(folder, path);
  mkdirSync(join(full, '..'), { recursive: true });
  writeFileSync(full, content);
};

beforeAll(async () => {
  writeTexts(join(folder, 'texts'), 10);
  mkdirSync(join(folder, 'empty'));
  file('one/Only.txt', 'a\n');
  file('blank/A.txt', 'a\n');
  file('blank/B.txt', '');
  file('binary/A.txt', Uint8Array.of(0x80, 0xff, 0xfe, 0x00, 0xc3, 0x28));
  file('binary/B.txt', 'b\n');
  file('few/A.txt', 'a\n');
  file('few/B.txt', 'b\n');
  file(
    'strange.onnx',
    Uint8Array.from({ length: 200 }, (_, k) => (k * 37) % 256),
  );
  file('in-use/notes.txt', 'mine');
  const trained = await rnnlab(
    folder,
    'train',
    '--data',
    'texts',
    '--epochs',
    '1',
    '--run',
    'done',
    ...SMALL,
  );
  expect(trained.stderr).toBe('');
});
afterAll(remove);

const cases: [string, string[], RegExp][] = [
  ['a missing folder', ['train', '--data', 'nowhere'], /^There is no folder .*nowhere \(--data\)\.$/],
  ['an empty folder', ['train', '--data', 'empty'], /^There is no \.txt file in .*empty: expected/],
  ['one class', ['train', '--data', 'one'], /has only one label, Only/],
  ['an empty file', ['train', '--data', 'blank'], /B\.txt is empty/],
  ['binary garbage', ['train', '--data', 'binary'], /A\.txt has bytes that are not UTF-8 in line 1/],
  ['too few examples', ['train', '--data', 'few'], /^Part \d of the split would be empty/],
  ['an unknown recipe', ['train', 'nmes'], /^There is no recipe "nmes"; the nearest is "names"\.$/],
  ['an unknown key', ['train', '--set', 'model.unit=3'], /the nearest is "model.units"/],
  ['a value out of range', ['train', '--epochs', '0'], /^epochs must be a whole number of at least 1/],
  ['a run directory in use', ['train', '--data', 'texts', '--run', 'in-use'], /in-use is in use/],
  [
    'a run below a file',
    ['train', '--run', 'one/Only.txt/run'],
    /^Cannot write .*: a part of the path is a file/,
  ],
  ['nothing to resume', ['train', '--resume'], /^No run in runs\/ was interrupted/],
  ['a run to resume that is none', ['train', '--resume', '--run', 'empty'], /^There is no run in empty/],
  ['a model file that is none', ['predict', 'strange.onnx', 'a'], /^Cannot load strange\.onnx/],
  [
    'a model that is missing',
    ['predict', 'nowhere.onnx', 'a'],
    /^There is no run or model file nowhere\.onnx/,
  ],
  ['a folder without a model', ['predict', 'empty', 'a'], /^There is no model\.onnx in empty/],
  ['an empty text', ['predict', 'done', ''], /^Text 1 to predict is empty/],
  [
    'a text outside the vocabulary',
    ['predict', 'done', '日本'],
    /^The model knows nothing of the text "日本": 日 本/,
  ],
  ['a --top that is none', ['predict', 'done', 'bado', '--top', 'x'], /^--top must be a whole number/],
  ['no text', ['predict', 'done'], /^rnnlab predict needs TEXT/],
  ['no run', ['eval'], /^rnnlab eval needs RUN/],
  [
    'an export below a file',
    ['export', 'done', '--out', 'one/Only.txt/m.onnx'],
    /a part of the path is a file/,
  ],
  ['an unknown command', ['tarin'], /^There is no command "tarin"; the nearest is "train"\.$/],
  [
    'an unknown option',
    ['train', '--epoch', '3'],
    /^rnnlab train has no option --epoch; the nearest is --epochs\.$/,
  ],
  ['an option without its value', ['train', '--epochs'], /^The option --epochs <n> needs a value/],
  ['too many arguments', ['train', 'names', 'more'], /too many arguments: names more/],
  ['help for an unknown recipe', ['train', 'nmes', '--help'], /the nearest is "names"/],
];

describe('bad input', () => {
  it.each(cases)('%s is one sentence on standard error and exit code 2', async (_, args, message) => {
    const { code, stdout, stderr } = await rnnlab(folder, ...args);
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(stderr.trimEnd()).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it('a text that cannot be read does not keep the others from being predicted', async () => {
    const { code, stdout, stderr } = await rnnlab(folder, 'predict', 'done', 'bado', '', '--json');
    expect(JSON.parse(stdout).predictions).toMatchObject([{ text: 'bado' }]);
    expect(stderr).toMatch(/^Text 2 to predict is empty/);
    expect(code).toBe(2);
  });

  it('leaves nothing behind', () => {
    expect(readdirSync(folder)).not.toContain('runs');
    expect(readdirSync(join(folder, 'in-use'))).toEqual(['notes.txt']);
  });

  it('with --debug shows where it was met', async () => {
    const { code, stderr } = await rnnlab(folder, 'train', '--data', 'nowhere', '--debug');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^There is no folder .*\n.*\n\s+at /);
  });

  it('a loss that is not a number stops the training, which keeps its last good checkpoint', async () => {
    const args = ['train', '--data', 'texts', '--run', 'diverged', ...SMALL, '--set', 'optimizer.type=sgd'];
    const { code, stdout, stderr } = await rnnlab(folder, ...args, '--set', 'learningRate=1e38', '--json');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      /^The loss is not a number any more at step \d+, .*; the checkpoint from before is in diverged: try learningRate=0\.003, or optimizer\.globalClipNorm=1 \(--set learningRate=…\)\.\n$/,
    );
    expect((await rnnlab(folder, 'eval', 'diverged')).code).toBe(0);
  });
});

describe('help', () => {
  it('is shown with exit code 0, with and without --help', async () => {
    const [bare, asked] = await Promise.all([rnnlab(folder), rnnlab(folder, '--help')]);
    expect(bare).toEqual(asked);
    expect(bare).toMatchObject({ code: 0, stderr: '' });
    for (const name of ['train', 'eval', 'predict', 'export', 'report', 'doctor']) {
      expect(bare.stdout).toMatch(new RegExp(`^ {2}${name} `, 'm'));
    }
  });

  it('of a recipe lists its settings', async () => {
    const { stdout } = await rnnlab(folder, 'train', 'names', '--help');
    expect(stdout).toContain('model.units=128');
    expect(stdout).toContain('optimizer.type=sgd: Stochastic gradient descent; with optimizer.momentum');
  });

  it('gives the version of the package', async () => {
    expect((await rnnlab(folder, '--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
