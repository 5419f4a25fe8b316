import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { results, run } from '../../../test/results.js';
import { trainRecipe } from '../../runs/train-recipe.js';
import { suiteOf } from '../../suites/index.js';
import { runFigures } from './run-figures.js';

const folder = mkdtempSync(join(tmpdir(), 'rnnlab-figures-'));
afterAll(() => rmSync(folder, { recursive: true }));

const suite = suiteOf('cifar');
const out = join(folder, 'out');
const runPath = join(out, 'runs/cifar-cnn/seed-1');
const layers = ['conv1', 'pool1', 'conv2', 'pool2'];
const names = ['images-cifar-cnn', ...layers.map((layer) => `features-cifar-cnn-${layer}`)];

/** Results with one run of the CNN. */
const withRun = (more: object = {}) => {
  const { test, finished } = JSON.parse(readFileSync(join(out, 'result.json'), 'utf8'));
  const labels = Array.from({ length: 10 }, (_, k) => String(k));
  return results({ 'cifar-cnn': [run({ confusion: test.confusion, labels, finished, ...more })] });
};

beforeAll(async () => {
  const settings = ['dataset.type=rendered-digits', 'dataset.train=200', 'dataset.validation=20'];
  const small = ['dataset.test=60', 'epochs=1', 'model.filters1=6', 'model.filters2=4', 'model.dense=8'];
  await trainRecipe('cifar-cnn', { settings: [...settings, ...small], out: runPath, threads: 1 });
  writeFileSync(join(out, 'result.json'), readFileSync(join(runPath, 'result.json')));
});

describe('figures that need more of a run than its results', () => {
  it('show test images and feature maps of a run that is there', async () => {
    const { figures, notDrawn } = await runFigures(suite, withRun(), out, undefined);
    expect(notDrawn).toEqual([]);
    expect(figures.map(({ name }) => name)).toEqual(names);
    const [images, conv1] = figures;
    // The first ten, right or wrong, and ten others that are all wrong.
    const verdicts = images!.svg.match(/[✓×] \d \d+%/g)!;
    expect(verdicts).toHaveLength(20);
    expect(verdicts.slice(10).every((verdict) => verdict.startsWith('×'))).toBe(true);
    expect(images!.caption).toMatch(/^The first 10 of 60 test images, and below them the first others that/);
    expect(conv1!.svg).toContain('6 maps of 20 × 20');
    expect(figures[4]!.svg).toContain('4 maps of 3 × 3');
  });

  it('stay as they were where the run is elsewhere, and are not there if they never were drawn', async () => {
    const aside = join(out, 'aside');
    renameSync(join(out, 'runs'), aside);
    try {
      expect((await runFigures(suite, withRun(), out, undefined)).figures).toEqual([]);
      mkdirSync(join(out, 'figures'));
      writeFileSync(join(out, 'figures', `${names[1]}.svg`), '<svg>before</svg>');
      const { figures, notDrawn } = await runFigures(suite, withRun(), out, undefined);
      expect(figures).toMatchObject([{ name: names[1], svg: '<svg>before</svg>' }]);
      expect(notDrawn).toEqual([]);
    } finally {
      renameSync(aside, join(out, 'runs'));
    }
  });

  it('are not drawn from another run than that of the results', async () => {
    const other = withRun({ finished: '2020-01-01T00:00:00.000Z' });
    const { figures, notDrawn } = await runFigures(suite, other, out, undefined);
    expect(figures).toMatchObject([{ name: names[1], svg: '<svg>before</svg>' }]);
    expect(notDrawn).toEqual([]);
  });

  it('have a note on why a run cannot be drawn, and keep what was drawn', async () => {
    const checkpoint = join(runPath, 'checkpoints/last.safetensors');
    expect(existsSync(checkpoint)).toBe(true);
    renameSync(checkpoint, `${checkpoint}.aside`);
    const { figures, notDrawn } = await runFigures(suite, withRun(), out, undefined);
    renameSync(`${checkpoint}.aside`, checkpoint);
    expect(notDrawn).toHaveLength(1);
    expect(notDrawn[0]).toMatch(/^cifar-cnn: images are not drawn again: .*last\.safetensors/);
    expect(figures).toMatchObject([{ svg: '<svg>before</svg>' }]);
  });

  it('are of no run that the results do not have', async () => {
    expect(await runFigures(suite, results({}), out, undefined)).toEqual({ figures: [], notDrawn: [] });
  });
});
