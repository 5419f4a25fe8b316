import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError } from '../error.js';
import { suiteOf } from '../suites/index.js';
import { readResults } from './results.js';
import type { SuiteResults } from './suite-results.js';
import { drawResults } from './write-results.js';

/** Whether a folder holds the results of a suite. */
export const hasSuiteResults = (path: string): boolean => existsSync(join(path, 'results.json'));

/**
 * Makes the table, the figures and the report of a suite from the `results.json` in its folder. What is drawn from a run itself, as
 * test images and feature maps, is drawn where the folder of that run is.
 *
 * @returns A sentence on each run of which results are left out or images could not be drawn.
 * @throws LabError if there are no results of this version in the folder.
 */
export async function drawSuite(path: string): Promise<string[]> {
  const known = await readFile(join(path, 'results.json'), 'utf8')
    .then((text): Partial<SuiteResults> => JSON.parse(text))
    .catch((): Partial<SuiteResults> => ({}));
  if (typeof known.suite !== 'string') throw new LabError(`There are no results of a suite in ${path}.`);
  const suite = suiteOf(known.suite);
  const { results, leftOut } = await readResults(suite, path, known.quick === true);
  return [...leftOut, ...(await drawResults(path, suite, results))];
}
