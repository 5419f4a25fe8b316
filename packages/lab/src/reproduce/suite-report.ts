import { renderSuite, type SuiteFigure } from '@rnnlab/report';
import { duration, share } from '@rnnlab/shared';
import { linesOf } from '../runs/samples.js';
import type { Suite } from '../suites/suite.js';
import type { ExperimentResults, Row, SuiteResults } from './suite-results.js';

/** Renders the results of a suite as a single HTML file that loads nothing. */
export function suiteReport(suite: Suite, results: SuiteResults, figures: readonly SuiteFigure[]): string {
  const { title, summary, report, quick, experiments } = results;
  return renderSuite({
    title,
    summary,
    ...(report !== undefined && { source: report }),
    ...(quick && { warning: { title: 'A quick check.', text: QUICK_NOTE } }),
    results: {
      columns: COLUMNS,
      rows: experiments.flatMap((experiment) => experiment.rows.map((row) => rowText(experiment, row))),
      note: MEAN_NOTE,
    },
    figures,
    examples: (suite.samples ?? []).flatMap((recipe) => {
      const rows = experiments.find((one) => one.recipe === recipe)?.runs[0]?.samples ?? [];
      return rows.length === 0 ? [] : [{ title: `Samples of ${recipe}`, rows }];
    }),
    written: experiments.flatMap(writtenBy),
    notes: [
      { title: 'Protocol', items: notesOf(results) },
      { title: 'About the reported numbers', items: flawsOf(results) },
    ],
    origins: origins(results),
  });
}

/** Texts that the language model of a recipe's first run generates, at the end and after each epoch. */
function writtenBy({ recipe, runs: [run] }: ExperimentResults) {
  if (!run?.texts?.length) return [];
  const epochs = (run.written ?? []).map(({ epoch, texts }) => ({ epoch, text: linesOf(texts).join('\n') }));
  return [{ title: `Written by ${recipe}`, text: linesOf(run.texts).join('\n'), epochs }];
}

/** Renders the table of a suite with its notes as Markdown. */
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

/** Formats a measure for a table: shares with three decimals, without the leading zero. */
export function measureText(measure: string, value: number | undefined): string {
  if (value === undefined) return '–';
  return measure.endsWith('seconds') ? duration(value) : share(value);
}

/** Column titles of the table of a suite. */
export const COLUMNS = [
  'experiment',
  'measure',
  'reported',
  'best public',
  'aim',
  'ours',
  'time',
  'parameters',
] as const;

/** Formats the cells of a row, in the order of {@link COLUMNS}. */
export function rowText({ recipe, parameters, runs }: ExperimentResults, row: Row): string[] {
  const { measure, reported, bestPublic, aim, mean, spread, values } = row;
  const seconds = runs.reduce((sum, run) => sum + run.seconds, 0) / runs.length;
  const ours =
    spread === undefined
      ? measureText(measure, mean)
      : `${measureText(measure, mean)} ± ${measureText(measure, spread).replace(/^0\./, '.')} (${values.length} seeds)`;
  const verdict = aim === undefined ? '' : isReached(row) ? ' ✓' : ' ✗';
  return [
    recipe,
    measure,
    measureText(measure, reported),
    measureText(measure, bestPublic),
    measureText(measure, aim),
    ours + verdict,
    duration(seconds),
    parameters.toLocaleString('en-US'),
  ];
}

/** Whether the mean is at least as good as the aim; true where there is none. */
const isReached = ({ aim, mean, lowerIsBetter = false }: Row): boolean =>
  aim === undefined || (lowerIsBetter ? mean <= aim : mean >= aim);

/** A note on some experiments of a suite, once for all that share it. */
interface Note {
  recipes: string[];
  text: string;
}

/** The notes on how experiments are measured. */
const notesOf = ({ experiments }: SuiteResults): Note[] =>
  groupByText(experiments.map(({ recipe, protocol }) => [recipe, protocol]));

/** The notes that explain the reported numbers. */
const flawsOf = ({ experiments }: SuiteResults): Note[] =>
  groupByText(experiments.flatMap(({ recipe, flaw }) => (flaw ? [[recipe, flaw]] : [])));

function groupByText(texts: readonly (readonly [recipe: string, text: string])[]): Note[] {
  const notes = new Map<string, Note>();
  for (const [recipe, text] of texts) {
    const note = notes.get(text) ?? { recipes: [], text };
    note.recipes.push(recipe);
    notes.set(text, note);
  }
  return [...notes.values()];
}

/** Where the numbers come from, a sentence each, once for all runs that share it. */
function origins({ experiments }: SuiteResults): string[] {
  const runs = experiments.flatMap((experiment) => experiment.runs);
  const found = runs.map(({ engine, provenance: { commit, changed, machine }, finished }) => {
    const source = commit ? `, commit ${commit.slice(0, 12)}${changed ? ' with changes' : ''}` : '';
    return `${finished.slice(0, 10)}: ${engine}, ${machine}${source}.`;
  });
  return [...new Set(found)].sort();
}

const QUICK_NOTE =
  'Short forms of the recipes, on data that need no download: a check that everything works, not a result.';

const MEAN_NOTE =
  '“Ours” is the mean over the seeds ± their standard deviation; ✓ marks a mean that reaches the aim. Time is of one training.';
