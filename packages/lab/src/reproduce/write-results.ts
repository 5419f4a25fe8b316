import { join } from 'node:path';
import { toPng } from '@rnnlab/plotting';
import { systemError, writeFileAtomic } from '@rnnlab/shared';
import { LabError } from '../error.js';
import type { Suite } from '../suites/suite.js';
import { compactJson } from './compact-json.js';
import { figuresOfRuns } from './figures/drawn-from-runs.js';
import { suiteFigures } from './figures/index.js';
import { markdown } from './markdown.js';
import { suiteReport } from './report.js';
import type { SuiteResults } from './suite-results.js';

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
export async function drawResults(
  out: string,
  suite: Suite,
  results: SuiteResults,
  data?: string,
): Promise<string[]> {
  await write(out, 'results.md', markdown(results));
  const ofRuns = await figuresOfRuns(suite, results, out, data);
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
