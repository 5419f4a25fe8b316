import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageDataset } from '@rnnlab/datasets';
import { type ClassProbability, type ImageClassifier, loadModel } from '@rnnlab/inference';
import { featureMaps, type PredictedImage, predictionGrid } from '@rnnlab/plotting';
import type { SuiteFigure } from '@rnnlab/report';
import { count } from '@rnnlab/shared';
import { exportParameters } from '../../runs/export.js';
import {
  bestParameters,
  dataOf,
  descriptionOf,
  openStored,
  type Result,
  withMovedData,
} from '../../runs/stored-run.js';
import type { Features, Suite } from '../../suites/suite.js';
import type { Data } from '../../tasks/task.js';
import { runFolder } from '../jobs.js';
import type { ExperimentResults, SuiteResults } from '../suite-results.js';

/** A model of a run, and the test images. */
interface OpenedRun {
  model: ImageClassifier;
  test: ImageDataset;
}

/** A figure that needs more of a run than its results. */
interface RunDrawing {
  name: string;
  caption: string;
  recipe: string;
  draw(opened: OpenedRun): Promise<string>;
}

interface DrawnFromRuns {
  figures: SuiteFigure[];
  /** A sentence on each run that could not be drawn from. */
  notDrawn: string[];
}

/**
 * The figures of a suite that are drawn from runs: from their folders where those are there; else they stay as they
 * were drawn before.
 *
 * @param data - The folder of the suite's data, if it is not where the run found it.
 */
export async function runFigures(
  suite: Suite,
  { experiments }: SuiteResults,
  out: string,
  data: string | undefined,
): Promise<DrawnFromRuns> {
  const figures: SuiteFigure[] = [];
  const notDrawn: string[] = [];
  for (const experiment of experiments) {
    const drawings = drawingsOf(suite, experiment);
    if (drawings.length === 0) continue;
    const { seed, finished } = experiment.runs[0]!;
    const folder = runFolder(out, experiment.recipe, seed);
    const drawn = new Map<string, string>();
    if (finished === (await finishedIn(folder))) {
      try {
        await withRun(folder, data, layersOf(suite, experiment), async (opened) => {
          for (const { name, draw } of drawings) drawn.set(name, await draw(opened));
        });
      } catch (error) {
        notDrawn.push(`${experiment.recipe}: images are not drawn again: ${(error as Error).message}`);
      }
    }
    for (const { name, caption } of drawings) {
      const svg = drawn.get(name) ?? (await earlierFigure(out, name));
      if (svg !== undefined) figures.push({ name, caption, svg });
    }
  }
  return { figures, notDrawn };
}

/** When the run in a folder ended; results may know another run of its recipe and seed. */
async function finishedIn(folder: string): Promise<string | undefined> {
  const file = join(folder, 'result.json');
  if (!existsSync(file)) return undefined;
  return (JSON.parse(await readFile(file, 'utf8')) as Result).finished;
}

const earlierFigure = (out: string, name: string): Promise<string | undefined> =>
  readFile(join(out, 'figures', `${name}.svg`), 'utf8').catch(() => undefined);

function drawingsOf(suite: Suite, experiment: ExperimentResults): RunDrawing[] {
  const { recipe } = experiment;
  return [
    ...(suite.images?.includes(recipe) ? [imageFigure(experiment)] : []),
    ...(suite.features ?? []).filter((one) => one.recipe === recipe).flatMap(featureFigures),
  ];
}

const layersOf = ({ features = [] }: Suite, { recipe }: ExperimentResults): string[] =>
  features.filter((one) => one.recipe === recipe).flatMap(({ layers }) => Object.keys(layers));

/** Lends the best model of a run, with the outputs of some layers, and the images it was tested on. */
async function withRun(
  folder: string,
  data: string | undefined,
  layers: readonly string[],
  use: (opened: OpenedRun) => Promise<void>,
): Promise<void> {
  const stored = await openStored(folder);
  const { directory, config } = stored;
  const { loaded } = (await dataOf(withMovedData(stored, data))) as Data<'image-classification'>;
  const checkpoint = await directory.restore(config.spec);
  const bytes = exportParameters(config, bestParameters(checkpoint), await descriptionOf(stored), {
    epochs: checkpoint.progress.epoch,
    layers,
  });
  const model = await loadModel(bytes, { input: 'image' });
  try {
    await use({ model, test: loaded.test });
  } finally {
    await model.close();
  }
}

/** Images of each kind, as many as fit in a row: their captions are names of classes. */
const shownOf = (labels: readonly string[]): number => (labels.some((label) => label.length > 4) ? 6 : 10);

/** Images that are predicted at a time, until enough wrong ones are found. */
const CHUNK = 512;

/** The first test images, and the first others that are misclassified, with label and prediction. */
function imageFigure({ recipe, runs }: ExperimentResults): RunDrawing {
  const [run] = runs;
  const { confusion = [] } = run!;
  const all = confusion.flat().reduce((sum, value) => sum + value, 0);
  const wrong = all - confusion.reduce((sum, row, k) => sum + row[k]!, 0);
  const shown = shownOf(run!.labels ?? []);
  const others =
    wrong === 0 ? '' : `, and below them the first others that are wrong, of ${count(wrong)} in all`;
  return {
    recipe,
    name: `images-${recipe}`,
    caption: `The first ${shown} of ${count(all)} test images${others}; ${recipe}, seed ${run!.seed}. The percentage is the probability of the predicted class.`,
    async draw({ model, test }) {
      const chosen = await choose(model, test, shown);
      return predictionGrid({
        title: `Test images of ${recipe}`,
        subtitle: 'Above the true class, below it the predicted one with its probability',
        columns: shown,
        images: chosen.map(({ index, best }) => ({
          ...imageOf(test, index),
          truth: model.labels[test.labels[index]!]!,
          prediction: best.label,
          probability: best.probability,
        })),
      });
    },
  };
}

interface Chosen {
  index: number;
  best: ClassProbability;
}

async function choose(model: ImageClassifier, test: ImageDataset, shown: number): Promise<Chosen[]> {
  const first: Chosen[] = [];
  const wrong: Chosen[] = [];
  for (let start = 0; start < test.length && wrong.length < shown; start += CHUNK) {
    const indices = Array.from({ length: Math.min(CHUNK, test.length - start) }, (_, k) => start + k);
    const predictions = await model.predict(
      indices.map((index) => pixelsOf(test, index)),
      { top: 1 },
    );
    for (const [k, { classes }] of predictions.entries()) {
      const one = { index: start + k, best: classes[0]! };
      const label = model.labels[test.labels[one.index]!];
      if (first.length < shown) first.push(one);
      else if (one.best.label !== label && wrong.length < shown) wrong.push(one);
    }
  }
  return [...first, ...wrong];
}

/** The pixels of one image, `[channels, height, width]`. */
function pixelsOf({ pixels, channels, height, width }: ImageDataset, index: number): Uint8Array {
  const size = channels * height * width;
  return pixels.subarray(index * size, (index + 1) * size);
}

/** An image as figures take it. */
function imageOf(
  images: ImageDataset,
  index: number,
): Pick<PredictedImage, 'pixels' | 'width' | 'height' | 'channels' | 'layout'> {
  const { channels, height, width } = images;
  return {
    pixels: pixelsOf(images, index),
    ...{ width, height },
    channels: channels === 3 ? 3 : 1,
    layout: 'planar',
  };
}

/** Test images whose maps are shown, the first ones. */
const SHOWN = 2;

/** The feature maps of the first test images, a figure for each layer. */
const featureFigures = ({ recipe, layers }: Features): RunDrawing[] =>
  Object.entries(layers).map(([layer, title]) => ({
    recipe,
    name: `features-${recipe}-${layer}`,
    caption: `Outputs of ${layer} of ${recipe} for the first two test images. All maps share one scale; dark is high.`,
    async draw({ model, test }) {
      const chosen = Array.from({ length: Math.min(SHOWN, test.length) }, (_, index) => index);
      const outputs = await model.features(
        chosen.map((index) => pixelsOf(test, index)),
        { layers: [layer] },
      );
      return featureMaps({
        title: `Feature maps of ${title}`,
        images: outputs.map((output, index) => ({
          ...output[layer]!,
          image: imageOf(test, index),
          caption: model.labels[test.labels[index]!]!,
        })),
      });
    },
  }));
