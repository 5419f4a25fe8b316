import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toPng } from '@rnnlab/plotting';
import { systemError, writeFileAtomic } from '@rnnlab/shared';
import { LabError } from '../errors.js';
import { suiteOf } from '../suites/index.js';
import type { Suite } from '../suites/suite.js';
import { runFigures } from './figures/run-figures.js';
import { suiteFigures } from './figures/suite-figures.js';
import { readResults } from './read-results.js';
import { markdown, suiteReport } from './suite-report.js';
import { compactJson, type SuiteResults } from './suite-results.js';

/** Whether a folder holds the results of a suite. */
export const hasSuiteResults = (path: string): boolean => existsSync(join(path, 'results.json'));

/**
 * Draws the table, the figures and the report of a suite from the `results.json` in its folder. Figures that need the run
 * itself, as of test images and feature maps, are drawn if the folder of that run is there.
 *
 * @returns Sentences on runs whose results were omitted or whose images could not be drawn.
 * @throws {LabError} If there are no results of this version in the folder.
 */
export async function drawSuite(path: string): Promise<string[]> {
  const known = await readFile(join(path, 'results.json'), 'utf8')
    .then((text): Partial<SuiteResults> => JSON.parse(text))
    .catch((): Partial<SuiteResults> => ({}));
  if (typeof known.suite !== 'string') throw new LabError(`There are no results of a suite in ${path}.`);
  const suite = suiteOf(known.suite);
  const { results, omitted } = await readResults(suite, path, known.quick === true);
  return [...omitted, ...(await drawResults(path, suite, results))];
}

/**
 * Writes `results.json`, and all that is made from it.
 *
 * @param data - The folder of the suite's data, if it is not where the runs found it.
 * @returns A sentence on each run of which images could not be drawn.
 */
export async function writeResults(
  out: string,
  suite: Suite,
  results: SuiteResults,
  data?: string,
): Promise<string[]> {
  // First, as it may be all that is known of some runs.
  await write(out, 'results.json', `${compactJson(results)}\n`);
  return drawResults(out, suite, results, data);
}

/**
 * Writes the table of results as `results.md`, and draws `report.html` and the figures.
 *
 * @returns A sentence on each run of which images could not be drawn.
 */
async function drawResults(
  out: string,
  suite: Suite,
  results: SuiteResults,
  data?: string,
): Promise<string[]> {
  await write(out, 'results.md', markdown(results));
  const ofRuns = await runFigures(suite, results, out, data);
  const figures = [...suiteFigures(suite, results), ...ofRuns.figures];
  await write(out, 'report.html', suiteReport(suite, results, figures));
  for (const { name, svg } of figures) {
    await write(out, join('figures', `${name}.svg`), svg);
    await write(out, join('figures', `${name}.png`), toPng(svg));
  }
  return ofRuns.notDrawn;
}

/** Whole or not at all. */
async function write(out: string, name: string, content: string | Uint8Array): Promise<void> {
  const path = join(out, name);
  await writeFileAtomic(path, content).catch((error) => {
    throw systemError('write', path, error, LabError);
  });
}
