import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toPng } from '@rnnlab/plotting';
import type { Suite } from '../suites/suite.js';
import { compactJson } from './compact-json.js';
import { figuresOfRuns } from './figures/drawn-from-runs.js';
import { suiteFigures } from './figures/index.js';
import { markdown } from './markdown.js';
import { page } from './page.js';
import type { SuiteResults } from './results.js';

/**
 * Writes `results.json`, `results.md`, `report.html` and the figures of what is finished.
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
  await mkdir(join(out, 'figures'), { recursive: true });
  // Whole or not at all: it may be all that is known of some runs.
  const file = join(out, 'results.json');
  await writeFile(`${file}.tmp`, `${compactJson(results)}\n`);
  await rename(`${file}.tmp`, file);
  const ofRuns = await figuresOfRuns(suite, results, out, data);
  const figures = [...suiteFigures(suite, results), ...ofRuns.figures];
  await writeFile(join(out, 'results.md'), markdown(results, figures));
  await writeFile(join(out, 'report.html'), page(suite, results, figures));
  for (const { name, svg } of figures) {
    await writeFile(join(out, 'figures', `${name}.svg`), svg);
    await writeFile(join(out, 'figures', `${name}.png`), toPng(svg));
  }
  return ofRuns.notDrawn;
}
