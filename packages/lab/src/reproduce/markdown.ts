import { flawsOf, MEAN_NOTE, type Note, notesOf, origins, QUICK_NOTE } from './notes.js';
import { COLUMNS, rowText } from './row-text.js';
import type { SuiteResults } from './suite-results.js';

/** The table of a suite with its notes, as Markdown. */
export function markdown(results: SuiteResults): string {
  const { title, summary, report, quick, experiments } = results;
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rows = experiments.flatMap((experiment) =>
    experiment.rows.map((row) => line(rowText(experiment, row))),
  );
  const list = (notes: readonly Note[]): string[] =>
    notes.map(({ recipes, text }) => `- ${recipes.map((name) => `\`${name}\``).join(', ')}: ${text}`);
  const flaws = flawsOf(results);
  return [
    `# ${title}`,
    [summary, ...(report ? [`From ${report}.`] : []), ...(quick ? [QUICK_NOTE] : [])].join(' '),
    [line(COLUMNS), line(COLUMNS.map(() => '---')), ...rows].join('\n'),
    MEAN_NOTE,
    '`rnnlab report` with this folder draws the figures and `report.html` from `results.json`.',
    ['## Protocol', '', ...list(notesOf(results))].join('\n'),
    ...(flaws.length === 0 ? [] : [['## About the reported numbers', '', ...list(flaws)].join('\n')]),
    ['## Origin', '', ...origins(results).map((text) => `- ${text}`)].join('\n'),
  ]
    .map((part) => `${part}\n`)
    .join('\n');
}
