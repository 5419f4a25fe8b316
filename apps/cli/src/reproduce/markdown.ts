import type { SuiteFigure } from './figures/figure.js';
import { notesOf, origins, QUICK_NOTE } from './notes.js';
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
  const notes = notesOf(results).map(({ recipes, protocol, flaw }) => {
    const names = recipes.map((name) => `\`${name}\``).join(', ');
    return `- ${names}: ${protocol}${flaw ? ` ${flaw}` : ''}`;
  });
  return [
    `# ${title}`,
    `${summary} From ${report}.${quick ? ` ${QUICK_NOTE}` : ''}`,
    [line(COLUMNS), line(COLUMNS.map(() => '---')), ...rows].join('\n'),
    '“Ours” is the mean over the seeds ± their standard deviation; ✓ says that the mean reaches the aim. Seconds are of one training.',
    ['## Protocol', '', ...notes].join('\n'),
    ...(figures.length === 0
      ? []
      : [
          '## Figures',
          ...figures.map(({ name, caption }) => `![${name}](figures/${name}.svg)\n\n${caption}`),
        ]),
    ['## Origin', '', ...origins(results).map((text) => `- ${text}`)].join('\n'),
  ]
    .map((part) => `${part}\n`)
    .join('\n');
}
