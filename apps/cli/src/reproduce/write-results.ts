import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toPng } from '@rnnlab/plotting';
import type { Suite } from '../suites/suite.js';
import { compactJson } from './compact-json.js';
import { suiteFigures } from './figures.js';
import { markdown } from './markdown.js';
import { page } from './page.js';
import type { SuiteResults } from './results.js';

/** Writes `results.json`, `results.md`, `report.html` and the figures of what is finished. */
export async function writeResults(out: string, suite: Suite, results: SuiteResults): Promise<void> {
  const figures = suiteFigures(suite, results);
  await mkdir(join(out, 'figures'), { recursive: true });
  await writeFile(join(out, 'results.json'), `${compactJson(results)}\n`);
  await writeFile(join(out, 'results.md'), markdown(results));
  await writeFile(join(out, 'report.html'), page(suite, results, figures));
  for (const { name, svg } of figures) {
    await writeFile(join(out, 'figures', `${name}.svg`), svg);
    await writeFile(join(out, 'figures', `${name}.png`), toPng(svg));
  }
}
