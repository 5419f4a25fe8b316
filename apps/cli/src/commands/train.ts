import type { describeRecipe, Run, TrainingCallbacks } from '@rnnlab/lab';
import { shellWord } from '@rnnlab/shared';
import type { Command } from 'commander';
import { isInterrupted, UsageError } from '../errors.js';
import { progressView } from '../progress.js';
import { listenForStop, Stopped } from '../signals.js';
import { createOutput, table } from '../terminal.js';
import { collect, JSON_OPTION, type Lab, programName, typedNumber } from './command.js';

/** The options of `rnnlab train`. */
interface TrainOptions {
  config?: string;
  data?: string;
  set?: string[];
  epochs?: string;
  seed?: string;
  run?: string;
  threads?: string;
  engine?: string;
  resume?: boolean;
  json?: boolean;
}

export function addTrain(program: Command): void {
  program
    .command('train')
    .summary('train a recipe into a run directory: model, metrics, figures and report')
    .description(
      'Trains a recipe (a dataset, a model and its hyperparameters) and writes everything into a run directory: the ' +
        'model as one ONNX file, learning curves, a confusion matrix, a report to open in a browser, and a checkpoint ' +
        'to resume an interrupted training from.',
    )
    .argument('[recipe]', 'the recipe; by default names')
    .option(
      '--data <path>',
      'the directory of the recipe’s dataset, or a directory of <Label>.txt files, one example per line, to train on instead; for the recipe text a text file, a directory of .txt files, CSV or JSON Lines',
    )
    .option(
      '--config <file>',
      'train as a JSON file says instead of a recipe: config.json of a run, which is repeated, or a recipe of your own; --set changes its settings',
    )
    .option('--set <key=value>', 'change a setting (hyperparameter) of the recipe; may be repeated', collect)
    .option('--epochs <n>', 'number of epochs: passes over the training set')
    .option(
      '--seed <n>',
      'random seed of the split, initialization, shuffling and dropout: the same seed gives the same weights',
    )
    .option('--run <dir>', 'the run directory; by default runs/<recipe>-<n>')
    .option(
      '--threads <n>',
      'number of CPU threads for data-parallel training; by default one per processor, or as many as a resumed run had',
    )
    .option(
      '--engine <name>',
      'the backend: onnxruntime, web (onnxruntime-web) or tfjs (TensorFlow.js); by default the fastest one installed',
    )
    .option(
      '--resume',
      'resume an interrupted run from its checkpoint: that of --run, or the newest; also continue a finished run with another learning rate or schedule (--set), for --epochs more epochs',
    )
    .option(...JSON_OPTION)
    // Before anything is printed, as it throws for an unknown recipe.
    .addHelpText('before', ({ command }) => helpFor(command.args[0]) && '')
    .addHelpText('after', ({ command }) => `\n${helpFor(command.args[0])}`)
    .action(train);
}

let describe: ((name: string | undefined) => string) | undefined;

/** The help of a recipe, once {@link loadTrainHelp} has imported the recipes: for the other commands that would be slow. */
const helpFor = (name: string | undefined): string => describe?.(name) ?? examples();

/** Imports the recipes for the help of `train`, which has to be there before commander parses the arguments. */
export async function loadTrainHelp(): Promise<void> {
  const { describeRecipe, recipes } = await import('@rnnlab/lab');
  describe = (name) =>
    name === undefined || name.startsWith('-')
      ? `${recipesHelp(Object.values(recipes))}\n\n${examples()}`
      : recipeHelp(describeRecipe(name));
}

function examples(): string {
  const rnnlab = programName();
  return `Examples:
  ${rnnlab} train names
  ${rnnlab} train names --data path/to/folder --epochs 20
  ${rnnlab} train names --set model.cell=gru --set model.units=64 --set batchSize=10
  ${rnnlab} train names --resume
  ${rnnlab} train --config runs/names-1/config.json --seed 2
  ${rnnlab} train text --data path/to/novel.txt
  ${rnnlab} train text --data reviews.csv --set dataset.field=review --set dataset.shape=lines`;
}

const indent = (lines: readonly string[]): string => lines.map((line) => `  ${line}`).join('\n');
const aligned = (rows: readonly (readonly string[])[]): string =>
  indent(table([{ header: '' }, { header: '' }], rows).slice(1));

function recipesHelp(recipes: readonly { name: string; summary: string }[]): string {
  const rows = recipes.map(({ name, summary }) => [name, summary]);
  return `Recipes:\n${aligned(rows)}\n\n\`${programName()} train ${recipes[0]!.name} --help\` shows every setting of a recipe with its default.`;
}

/** All settings of a recipe with their values. */
function recipeHelp({ name, summary, settings, choices }: ReturnType<typeof describeRecipe>): string {
  const rows = settings.map(({ key, value, doc, expected }) => [
    `${key}=${value}`,
    `${doc.replace(/\.$/, '')}: ${expected}.`,
  ]);
  const others = choices.map(({ key, kind, doc, settings: keys }) => {
    return `${key}=${kind}: ${doc}${keys.length > 0 ? `; with ${keys.join(', ')}` : ''}.`;
  });
  return `${name}: ${summary}\n\nSettings (change them by --set key=value):\n${aligned(rows)}\n\nOther choices:\n${indent(others)}`;
}

const DEFAULT_RECIPE = 'names';

async function train(name: string | undefined, options: TrainOptions): Promise<void> {
  const [lab, { printIntroduction, printResult }] = await Promise.all([
    import('@rnnlab/lab'),
    import('./train-output.js'),
  ]);
  const output = createOutput(options.json === true);
  const view = progressView(output);
  const stop = listenForStop(() => {
    if (!output.json) view.note('Stopping after this step; press Ctrl-C again to stop at once.');
  });
  let recipe = name ?? DEFAULT_RECIPE;
  const callbacks: TrainingCallbacks = {
    onStart(introduction) {
      recipe = introduction.recipe;
      printIntroduction(output, introduction);
    },
    onTrainBegin: view.start,
    onProgress: view.progress,
    onEpoch: view.epoch,
    onTrainEnd: view.end,
    onNote: view.note,
  };
  try {
    const run = await (options.resume ? resume : start)(lab, name, options, {
      ...callbacks,
      signal: stop.signal,
    });
    const result = await run.result();
    printResult(output, run, result);
    output.result({
      run: run.path,
      model: run.file('model.onnx'),
      report: run.file('report.html'),
      ...result,
    });
  } catch (error) {
    if (!isInterrupted(error) || stop.received === undefined) throw error;
    const known = options.config === undefined ? ` ${recipe}` : '';
    const command = `${programName()} train${known} --run ${shellWord(error.path)} --resume`;
    throw new Stopped(stop.received, `${error.message} Resume it with: ${command}`);
  } finally {
    stop.release();
  }
}

type Context = TrainingCallbacks & { signal: AbortSignal };

async function start(
  lab: Lab,
  name: string | undefined,
  options: TrainOptions,
  context: Context,
): Promise<Run> {
  if (options.config !== undefined && name !== undefined) {
    throw new UsageError(`--config has a recipe of its own: leave out ${name}, or --config.`);
  }
  const { recipe, ...stored } =
    options.config === undefined ? { recipe: name ?? DEFAULT_RECIPE } : await lab.readRecipe(options.config);
  return lab.trainRecipe(recipe, {
    ...context,
    settings: assignments(options),
    data: options.data,
    out: options.run,
    ...(stored as object),
    ...given(engineOptions(options)),
  });
}

/** The options that were given: the others do not take the place of stored ones. */
const given = <T extends object>(options: T): Partial<T> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>;

async function resume(
  lab: Lab,
  name: string | undefined,
  options: TrainOptions,
  context: Context,
): Promise<Run> {
  if (options.config !== undefined) {
    throw new UsageError('A run is resumed with the settings in its own config.json: leave out --config.');
  }
  if (name !== undefined) lab.recipeOf(name);
  const run = await lab.openRun(options.run ?? (await lab.interruptedRun(name)));
  const { recipe } = run.config;
  if (name !== undefined && name !== recipe) {
    throw new UsageError(`The run in ${run.path} is of the recipe ${recipe}, not of ${name}.`);
  }
  await run.resume({
    ...context,
    settings: assignments(options),
    data: options.data,
    ...engineOptions(options),
  });
  return run;
}

/** The changed settings as `key=value`; the short options win over --set. */
const assignments = ({ set = [], epochs, seed }: TrainOptions): string[] => [
  ...set,
  ...(epochs === undefined ? [] : [`epochs=${epochs}`]),
  ...(seed === undefined ? [] : [`seed=${seed}`]),
];

const engineOptions = ({ threads, engine }: TrainOptions) => ({
  threads: threads === undefined ? undefined : typedNumber(threads),
  engine: engine as 'auto' | undefined,
});
