import { renderSuite, type SuiteFigure } from '@rnnlab/report';
import { linesOf } from '../runs/samples.js';
import type { Suite } from '../suites/suite.js';
import { flawsOf, MEAN_NOTE, notesOf, origins, QUICK_NOTE } from './notes.js';
import { COLUMNS, rowText } from './row-text.js';
import type { ExperimentResults, SuiteResults } from './suite-results.js';

/** The results of a suite as a single HTML file that loads nothing. */
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

/** What the language model of a recipe's first run writes, and how that came about. */
function writtenBy({ recipe, runs: [run] }: ExperimentResults) {
  if (!run?.texts?.length) return [];
  const epochs = (run.written ?? []).map(({ epoch, texts }) => ({ epoch, text: linesOf(texts).join('\n') }));
  return [{ title: `Written by ${recipe}`, text: linesOf(run.texts).join('\n'), epochs }];
}
