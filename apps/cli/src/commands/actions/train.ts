import {
  interruptedRun,
  openRun,
  type Run,
  recipeOf,
  type TrainingCallbacks,
  trainRecipe,
} from '@rnnlab/lab';
import { shellWord } from '@rnnlab/shared';
import { isInterrupted } from '../../errors/sentence.js';
import { Stopped } from '../../errors/stopped.js';
import { UsageError } from '../../errors/usage-error.js';
import { progressView } from '../../progress/index.js';
import { listenForStop } from '../../signals.js';
import { createOutput, type Output } from '../../terminal/output.js';
import { programName, typedNumber } from '../command.js';
import type { TrainCommandOptions } from '../train.js';
import { printIntroduction, printResult } from './train-text.js';

const DEFAULT_RECIPE = 'names';

/** `rnnlab train`. */
export async function train(name: string | undefined, options: TrainCommandOptions): Promise<void> {
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
    const run = await (options.resume ? resume : start)(name, options, { ...callbacks, signal: stop.signal });
    await printEnd(output, run);
  } catch (error) {
    if (!isInterrupted(error) || stop.received === undefined) throw error;
    const command = `${programName()} train ${recipe} --run ${shellWord(error.path)} --resume`;
    throw new Stopped(stop.received, `${error.message} Resume it with: ${command}`);
  } finally {
    stop.release();
  }
}

type Context = TrainingCallbacks & { signal: AbortSignal };

const start = (name = DEFAULT_RECIPE, options: TrainCommandOptions, context: Context): Promise<Run> =>
  trainRecipe(name, {
    ...context,
    settings: assignments(options),
    data: options.data,
    out: options.run,
    ...shared(options),
  });

async function resume(
  name: string | undefined,
  options: TrainCommandOptions,
  context: Context,
): Promise<Run> {
  if (name !== undefined) recipeOf(name);
  const run = await openRun(options.run ?? (await interruptedRun(name)));
  const { recipe } = run.config;
  if (name !== undefined && name !== recipe) {
    throw new UsageError(`The run in ${run.path} is one of the recipe ${recipe}, not of ${name}.`);
  }
  await run.resume({ ...context, settings: assignments(options), data: options.data, ...shared(options) });
  return run;
}

/** What the options say as `key=value`; the short options win over --set. */
const assignments = ({ set = [], epochs, seed }: TrainCommandOptions): string[] => [
  ...set,
  ...(epochs === undefined ? [] : [`epochs=${epochs}`]),
  ...(seed === undefined ? [] : [`seed=${seed}`]),
];

const shared = ({ threads, engine }: TrainCommandOptions) => ({
  threads: threads === undefined ? undefined : typedNumber(threads),
  engine: engine as 'auto' | undefined,
});

async function printEnd(output: Output, run: Run): Promise<void> {
  const result = await run.result();
  printResult(output, run, result);
  output.result({
    run: run.path,
    model: run.file('model.onnx'),
    report: run.file('report.html'),
    ...result,
  });
}
