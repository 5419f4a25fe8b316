import { join } from 'node:path';
import type { ReproduceStatus, Suite, SuiteResults } from '@rnnlab/lab';
import { duration, plural, share, shellWord } from '@rnnlab/shared';
import type { Command } from 'commander';
import { isInterrupted, UsageError } from '../errors.js';
import { listenForStop, Stopped } from '../signals.js';
import { createOutput, type Output, table } from '../terminal.js';
import { collect, JSON_OPTION, type Lab, programName, typedNumber } from './command.js';

/** The options of `rnnlab reproduce`. */
interface ReproduceOptions {
  list?: boolean;
  only?: string[];
  seeds: string;
  quick?: boolean;
  data?: string;
  out?: string;
  jobs: string;
  json?: boolean;
}

export function addReproduce(program: Command): void {
  program
    .command('reproduce')
    .summary('reproduce published experiments, and compare every result with the reported one')
    .description(
      'Trains the recipes of a suite of experiments, each with one or more random seeds and in a run directory of its ' +
        'own, and writes results.json, a table in Markdown, an HTML report and figures. Called again, it resumes.',
    )
    .argument('[suite]', 'the suite of experiments; --list shows them')
    .option('--list', 'list every experiment with its reported results, without training')
    .option(
      '--only <recipe>',
      'only the recipes of this name, with * as a wildcard; may be repeated',
      collect,
    )
    .option('--seeds <n>', 'train each recipe with the random seeds 1 to n', '1')
    .option(
      '--quick',
      'a quick check: short trainings that need no download and must reach a given result; --list shows which suites have one',
    )
    .option(
      '--data <dir>',
      'a directory with one directory for each dataset; by default the datasets are downloaded',
    )
    .option('--out <dir>', 'the output directory; by default reproduced/<suite>')
    .option('--jobs <n>', 'number of trainings that run in parallel', '1')
    .option(...JSON_OPTION)
    .addHelpText('after', () => {
      const rnnlab = programName();
      return `\nExamples:\n  ${rnnlab} reproduce --list\n  ${rnnlab} reproduce recall --seeds 3 --jobs 2
  ${rnnlab} reproduce names --data path/to/data --only 'names-batch-*'`;
    })
    .action(reproduce);
}

async function reproduce(name: string | undefined, options: ReproduceOptions): Promise<void> {
  const output = createOutput(options.json === true);
  const lab = await import('@rnnlab/lab');
  const chosen = name === undefined ? undefined : lab.suiteOf(name);
  if (options.list) {
    list(lab, output, chosen ? [chosen] : Object.values(lab.suites));
    return;
  }
  if (!chosen) {
    throw new UsageError(
      `Name a suite: ${Object.keys(lab.suites).join(', ')}; --list shows their experiments.`,
    );
  }
  await run(lab, output, chosen.name, options);
}

function list({ measureText, recipesOf }: Lab, output: Output, suites: readonly Suite[]): void {
  for (const suite of suites) {
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
    suites: suites.map((suite) => ({
      ...suite,
      experiments: recipesOf(suite).map(({ name, summary, experiment }) => ({
        name,
        summary,
        ...experiment,
      })),
    })),
  });
}

async function run(lab: Lab, output: Output, suite: string, options: ReproduceOptions): Promise<void> {
  const stop = listenForStop(() => output.line('Stopping; every training saves what it has.'));
  let out = '';
  let latest: SuiteResults | undefined;
  try {
    const results = await lab.reproduce(suite, {
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
    summarize(lab, output, out, results);
  } catch (error) {
    if (isInterrupted(error) && stop.received) {
      throw new Stopped(stop.received, `${error.message} Resume it with the same command: ${typedCommand()}`);
    }
    // The results so far, before the error.
    if (latest) summarize(lab, output, out, latest);
    throw error;
  } finally {
    stop.release();
  }
}

/** The command as it was typed. */
const typedCommand = (): string => [programName(), ...process.argv.slice(2).map(shellWord)].join(' ');

/** How many trainings there are, and how many of them are finished. */
function statusLines({ out, recipes, trainings }: ReproduceStatus): string[] {
  const { waiting, finished, known } = trainings;
  const are = (number: number): string => `${plural(number, 'training')} ${number === 1 ? 'is' : 'are'}`;
  return [
    `${plural(waiting + finished + known, 'training')} of ${plural(recipes, 'recipe')}, in ${out}`,
    ...(finished > 0 ? [`${are(finished)} finished already.`] : []),
    ...(known > 0
      ? [`${are(known)} in results.json and not trained again: choose another folder by --out for that.`]
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

function summarize({ COLUMNS, rowText }: Lab, output: Output, out: string, results: SuiteResults): void {
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
