import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { Interrupted } from '../../errors/interrupted.js';
import { UsageError } from '../../errors/usage-error.js';
import { type Job, jobsOf, only } from '../../reproduce/job.js';
import { missed } from '../../reproduce/least.js';
import { readResults, type SuiteResults } from '../../reproduce/results.js';
import { number, rowText } from '../../reproduce/row-text.js';
import { runAll } from '../../reproduce/run-all.js';
import { type Standing, standingOf } from '../../reproduce/standing.js';
import { writeResults } from '../../reproduce/write-results.js';
import { listenForStop } from '../../signals.js';
import { recipesOf, suiteOf, suites } from '../../suites/index.js';
import type { Suite } from '../../suites/suite.js';
import { makeFolder } from '../../task/make-folder.js';
import { duration, plural, share, shellWord } from '../../terminal/format.js';
import { createOutput, type Output } from '../../terminal/output.js';
import { table } from '../../terminal/table.js';
import { programName } from '../command.js';
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
  await run(output, chosen, options);
}

function list(output: Output, some: readonly Suite[]): void {
  for (const suite of some) {
    const said = suite.report ? ` (${suite.report})` : '';
    output.line(output.colors.bold(`${suite.name}: ${suite.title}${said}`));
    const rows = recipesOf(suite).flatMap(({ name, experiment }) =>
      experiment.references.map(({ measure, reported, bestPublic, aim }) => [
        name,
        measure,
        ...[reported, bestPublic, aim].map((value) => number(measure, value)),
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

async function run(output: Output, suite: Suite, options: ReproduceOptions): Promise<void> {
  const quick = options.quick === true;
  const out = options.out ?? join('reproduced', quick ? `${suite.name}-quick` : suite.name);
  const all = recipesOf(suite).filter((recipe) => !quick || recipe.quick !== undefined);
  const recipes = only(all, options.only ?? []);
  const seeds = atLeastOne('--seeds', options.seeds);
  const parallel = atLeastOne('--jobs', options.jobs);
  const data = dataOf(suite, options);
  const jobs = jobsOf(recipes, { out, seeds, quick, data });
  await makeFolder(out);
  const told = new Set<string>();
  const tell = (sentences: readonly string[]): void => {
    for (const sentence of sentences) if (!told.has(sentence)) output.line(output.colors.yellow(sentence));
    for (const sentence of sentences) told.add(sentence);
  };
  // Before anything is trained: the folder may hold what this must not be written over.
  const before = await readResults(suite, out, quick);
  tell(before.leftOut);
  const standing = await standingOf(jobs, before.results);
  const { waiting } = standing;

  const stop = listenForStop(() => output.line('Stopping; every training saves what it has.'));
  output.line(`${plural(jobs.length, 'training')} of ${plural(recipes.length, 'recipe')}, in ${out}`);
  for (const line of standingSaid(standing)) output.line(line);
  const failures: string[] = [];
  let results: SuiteResults | undefined;
  /** What there is: after every training, so that it can be looked at and nothing is lost. */
  const write = async (): Promise<SuiteResults> => {
    const reading = await readResults(suite, out, quick);
    tell([...reading.leftOut, ...(await writeResults(out, suite, reading.results, data))]);
    return reading.results;
  };
  try {
    if (waiting.length < jobs.length) results = await write();
    await runAll(waiting, {
      parallel,
      // A short training is over sooner without threads that wait for each other.
      threads: quick ? 1 : Math.max(1, Math.floor(availableParallelism() / parallel)),
      signal: stop.signal,
      onEnd: async (job, ended) => {
        if (ended.code !== 0) {
          if (!stop.received) failures.push(`${job.recipe.name}, seed ${job.seed}: ${ended.error}`);
          return;
        }
        results = await write();
        output.line(progress(job, results));
      },
    });
  } finally {
    stop.release();
  }
  if (stop.received) {
    throw new Interrupted(
      stop.received,
      `Stopped; everything is saved in ${out}. Go on with the same command: ${typedCommand()}`,
    );
  }
  if (results) summarize(output, out, results);
  if (failures.length > 0) {
    throw new UsageError(
      `${failures.length} of ${plural(waiting.length, 'training')} failed: ${failures.join(' ')}`,
    );
  }
  const short = quick && results ? missed(jobs, results) : [];
  if (short.length > 0) throw new UsageError(`The check failed: ${short.join('; ')}.`);
}

/** The command as it was typed. */
const typedCommand = (): string => [programName(), ...process.argv.slice(2).map(shellWord)].join(' ');

/** What of the trainings is done already. */
function standingSaid({ waiting, finished, known }: Standing): string[] {
  const of = (jobs: readonly Job[]): string =>
    `${plural(jobs.length, 'training')} ${jobs.length === 1 ? 'is' : 'are'}`;
  return [
    ...(finished.length > 0 ? [`${of(finished)} finished already.`] : []),
    ...(known.length > 0
      ? [`${of(known)} known from results.json, and not made again: choose another folder by --out for that.`]
      : []),
    ...(waiting.length === 0 ? ['There is nothing left to train.'] : []),
  ];
}

function progress({ recipe, seed }: Job, { experiments }: SuiteResults): string {
  const experiment = experiments.find((one) => one.recipe === recipe.name)!;
  const run = experiment.runs.find((one) => one.seed === seed)!;
  const measures = experiment.rows
    .filter(({ measure }) => measure !== 'training seconds')
    .map(({ measure }) => `${measure} ${share(run.measures[measure]!)}`);
  return `  ${recipe.name}, seed ${seed}: ${measures.join(', ')} in ${duration(run.seconds)}`;
}

function summarize(output: Output, out: string, results: SuiteResults): void {
  const columns = [
    ...['recipe', 'measure'].map((header) => ({ header })),
    ...['reported', 'best public', 'aim', 'ours'].map((header) => ({ header, align: 'right' as const })),
  ];
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

/** The folder of a suite's data. */
function dataOf({ name, data }: Suite, options: ReproduceOptions): string | undefined {
  if (options.data === undefined) return undefined;
  if (data === undefined) throw new UsageError(`The suite ${name} generates its data: leave --data out.`);
  const folder = resolve(options.data, data);
  if (!existsSync(folder)) {
    throw new UsageError(
      `There is no folder ${data} in ${options.data}: expected the data of the suite ${name} there.`,
    );
  }
  return folder;
}

function atLeastOne(option: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1 && value <= 1000) return value;
  throw new UsageError(`${option} must be a whole number from 1 to 1000, received "${text}".`);
}
