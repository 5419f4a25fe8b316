import { join } from 'node:path';
import {
  COLUMNS,
  measureText,
  type ReproduceStatus,
  recipesOf,
  reproduce as reproduceSuite,
  rowText,
  type Suite,
  type SuiteResults,
  suiteOf,
  suites,
} from '@rnnlab/lab';
import { duration, plural, share, shellWord } from '@rnnlab/shared';
import { isInterrupted } from '../../errors/sentence.js';
import { Stopped } from '../../errors/stopped.js';
import { UsageError } from '../../errors/usage-error.js';
import { listenForStop } from '../../signals.js';
import { createOutput, type Output } from '../../terminal/output.js';
import { table } from '../../terminal/table.js';
import { programName, typedNumber } from '../command.js';
import type { ReproduceOptions } from '../reproduce.js';

/** `rnnlab reproduce`. */
export async function reproduce(name: string | undefined, options: ReproduceOptions): Promise<void> {
  const output = createOutput(options.json === true);
  const chosen = name === undefined ? undefined : suiteOf(name);
  if (options.list) {
    list(output, chosen ? [chosen] : Object.values(suites));
    return;
  }
  if (!chosen) {
    throw new UsageError(`Name a suite: ${Object.keys(suites).join(', ')}; --list shows what is in them.`);
  }
  await run(output, chosen.name, options);
}

function list(output: Output, some: readonly Suite[]): void {
  for (const suite of some) {
    const source = suite.report ? ` (${suite.report})` : '';
    output.line(output.colors.bold(`${suite.name}: ${suite.title}${source}`));
    const rows = recipesOf(suite).flatMap(({ name, experiment }) =>
      experiment.references.map(({ measure, reported, bestPublic, aim }) => [
        name,
        measure,
        ...[reported, bestPublic, aim].map((value) => measureText(measure, value)),
      ]),
    );
    const [header, ...lines] = table(
      [
        { header: 'recipe' },
        { header: 'measure' },
        { header: 'reported', align: 'right' },
        { header: 'best public', align: 'right' },
        { header: 'aim', align: 'right' },
      ],
      rows,
    );
    output.line(output.colors.dim(`  ${header}`));
    for (const line of lines) output.line(`  ${line}`);
    output.line();
  }
  output.result({
    suites: some.map((suite) => ({
      ...suite,
      experiments: recipesOf(suite).map(({ name, summary, experiment }) => ({
        name,
        summary,
        ...experiment,
      })),
    })),
  });
}

async function run(output: Output, suite: string, options: ReproduceOptions): Promise<void> {
  const stop = listenForStop(() => output.line('Stopping; every training saves what it has.'));
  let out = '';
  let latest: SuiteResults | undefined;
  try {
    const results = await reproduceSuite(suite, {
      ...{ out: options.out, only: options.only, data: options.data, quick: options.quick },
      seeds: typedNumber(options.seeds),
      jobs: typedNumber(options.jobs),
      signal: stop.signal,
      onStart(status) {
        out = status.out;
        for (const line of statusLines(status)) output.line(line);
      },
      onRun(job, results) {
        latest = results;
        output.line(progress(job, results));
      },
      onNote: (sentence) => output.line(output.colors.yellow(sentence)),
    });
    summarize(output, out, results);
  } catch (error) {
    if (isInterrupted(error) && stop.received) {
      throw new Stopped(stop.received, `${error.message} Resume it with the same command: ${typedCommand()}`);
    }
    // What there is, before what is wrong.
    if (latest) summarize(output, out, latest);
    throw error;
  } finally {
    stop.release();
  }
}

/** The command as it was typed. */
const typedCommand = (): string => [programName(), ...process.argv.slice(2).map(shellWord)].join(' ');

/** What is to be done, and what of it is done already. */
function statusLines({ out, recipes, trainings }: ReproduceStatus): string[] {
  const { waiting, finished, known } = trainings;
  const are = (number: number): string => `${plural(number, 'training')} ${number === 1 ? 'is' : 'are'}`;
  return [
    `${plural(waiting + finished + known, 'training')} of ${plural(recipes, 'recipe')}, in ${out}`,
    ...(finished > 0 ? [`${are(finished)} finished already.`] : []),
    ...(known > 0
      ? [
          `${are(known)} known from results.json, and not made again: choose another folder by --out for that.`,
        ]
      : []),
    ...(waiting === 0 ? ['There is nothing left to train.'] : []),
  ];
}

function progress(job: { recipe: string; seed: number }, { experiments }: SuiteResults): string {
  const experiment = experiments.find(({ recipe }) => recipe === job.recipe)!;
  const run = experiment.runs.find(({ seed }) => seed === job.seed)!;
  const measures = experiment.rows
    .filter(({ measure }) => measure !== 'training seconds')
    .map(({ measure }) => `${measure} ${share(run.measures[measure]!)}`);
  return `  ${job.recipe}, seed ${job.seed}: ${measures.join(', ')} in ${duration(run.seconds)}`;
}

function summarize(output: Output, out: string, results: SuiteResults): void {
  const shown = COLUMNS.slice(0, 6);
  const columns = shown.map((header, k) => ({
    header,
    align: k < 2 ? ('left' as const) : ('right' as const),
  }));
  const rows = results.experiments.flatMap((experiment) =>
    experiment.rows.map((row) => rowText(experiment, row).slice(0, columns.length)),
  );
  const [header, ...lines] = table(columns, rows);
  output.line();
  output.line(output.colors.dim(header!));
  for (const line of lines) output.line(line);
  output.line();
  output.line(`Wrote ${join(out, 'results.json')}, results.md, report.html and figures/ beside it.`);
  output.result({ out, ...results });
}
