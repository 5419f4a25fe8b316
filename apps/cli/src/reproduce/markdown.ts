import type { SuiteFigure } from './figures/figure.js';
import { flawsOf, type Note, notesOf, origins, QUICK_NOTE } from './notes.js';
import type { SuiteResults } from './results.js';
import { COLUMNS, rowText } from './row-text.js';

/** The table of a suite with its notes and figures, as Markdown. */
export function markdown(results: SuiteResults, figures: readonly SuiteFigure[]): string {
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
    '“Ours” is the mean over the seeds ± their standard deviation; ✓ says that the mean reaches the aim. Time is of one training.',
    ...(figures.length === 0
      ? []
      : [
          '## Figures',
          ...figures.map(({ name, caption }) => `![${name}](figures/${name}.svg)\n\n${caption}`),
        ]),
    ['## Protocol', '', ...list(notesOf(results))].join('\n'),
    ...(flaws.length === 0 ? [] : [['## About the reported numbers', '', ...list(flaws)].join('\n')]),
    ['## Origin', '', ...origins(results).map((text) => `- ${text}`)].join('\n'),
  ]
    .map((part) => `${part}\n`)
    .join('\n');
}
