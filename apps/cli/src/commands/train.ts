import type { Command } from 'commander';
import { collect, JSON_OPTION, programName } from './command.js';

/** What `rnnlab train` takes. */
export interface TrainCommandOptions {
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
    .summary('train a recipe, and leave a run directory with model, figures and report')
    .description(
      'Trains a recipe and leaves everything in a run directory: the model as one ONNX file, curves, a confusion ' +
        'matrix, a report to open in a browser, and what is needed to go on after an interruption.',
    )
    .argument('[recipe]', 'what to train; by default names')
    .option(
      '--data <path>',
      'the folder of the recipe’s dataset, or one of <Label>.txt files to use instead; for the recipe text a text file, a folder of .txt files, CSV or JSON Lines',
    )
    .option('--set <key=value>', 'change a setting of the recipe; may be repeated', collect)
    .option('--epochs <n>', 'passes over the training examples')
    .option('--seed <n>', 'of all randomness: the same seed gives the same weights')
    .option('--run <dir>', 'the run directory; by default runs/<recipe>-<n>')
    .option(
      '--threads <n>',
      'threads that share the work; by default one for each processor, or those that a resumed run had',
    )
    .option(
      '--engine <name>',
      'what trains: onnxruntime, web or tfjs; by default the fastest that is installed',
    )
    .option(
      '--resume',
      'resume an interrupted run, the newest one unless --run names it; by --set also with another learning rate or schedule, for --epochs more epochs',
    )
    .option(...JSON_OPTION)
    // Before anything is printed: it refuses a recipe that does not exist.
    .addHelpText('before', ({ command }) => helpFor(command.args[0]) && '')
    .addHelpText('after', ({ command }) => `\n${helpFor(command.args[0])}`)
    .action(async (recipe: string | undefined, options: TrainCommandOptions) => {
      const { train } = await import('./actions/train.js');
      await train(recipe, options);
    });
}

let describe: ((name: string | undefined) => string) | undefined;

/** Recipes know too much to be imported for every command; {@link loadTrainHelp} brings them when they are needed. */
const helpFor = (name: string | undefined): string => describe?.(name) ?? examples();

export async function loadTrainHelp(): Promise<void> {
  const { recipeHelp, recipesHelp } = await import('./train-help.js');
  describe = (name) =>
    name === undefined || name.startsWith('-')
      ? `${recipesHelp(programName())}\n\n${examples()}`
      : recipeHelp(name);
}

function examples(): string {
  const rnnlab = programName();
  return `Examples:
  ${rnnlab} train names
  ${rnnlab} train names --data path/to/folder --epochs 20
  ${rnnlab} train names --set model.cell=gru --set model.units=64 --set batch=10
  ${rnnlab} train names --resume
  ${rnnlab} train text --data path/to/novel.txt
  ${rnnlab} train text --data reviews.csv --set dataset.field=review --set dataset.shape=lines`;
}
