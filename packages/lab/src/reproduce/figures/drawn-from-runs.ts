import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageDataset } from '@rnnlab/datasets';
import { type ImageClassifier, loadModel } from '@rnnlab/inference';
import type { SuiteFigure } from '@rnnlab/report';
import { exportParameters } from '../../runs/export-parameters.js';
import type { Result } from '../../runs/result.js';
import { bestParameters, dataOf, descriptionOf, movedTo, openStored } from '../../runs/stored-run.js';
import type { Suite } from '../../suites/suite.js';
import type { Data } from '../../tasks/task.js';
import { runFolder } from '../job.js';
import type { ExperimentResults, SuiteResults } from '../suite-results.js';
import { featureFigures } from './features.js';
import { imageFigure } from './images.js';

/** A model of a run, and the test images. */
export interface OpenedRun {
  model: ImageClassifier;
  test: ImageDataset;
}

/** A figure that needs more of a run than its results. */
export interface RunDrawing {
  name: string;
  caption: string;
  recipe: string;
  draw(opened: OpenedRun): Promise<string>;
}

export interface DrawnFromRuns {
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
export async function figuresOfRuns(
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
        notDrawn.push(`${experiment.recipe}: images are not drawn anew: ${(error as Error).message}`);
      }
    }
    for (const { name, caption } of drawings) {
      const svg = drawn.get(name) ?? (await before(out, name));
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

const before = (out: string, name: string): Promise<string | undefined> =>
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
  const { loaded } = (await dataOf(movedTo(stored, data))) as Data<'image-classification'>;
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
