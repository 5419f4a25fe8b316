import type { Command } from 'commander';
import type { SampleFlags } from './actions/sample-options.js';
import { collect, JSON_OPTION, programName } from './command.js';

export function addSample(program: Command): void {
  program
    .command('sample')
    .summary('write texts with a language model')
    .description(
      'Writes a text as a language model would go on, token by token as it comes. A model file needs nothing beside it: ' +
        'no run, no data.',
    )
    .argument('<model>', 'a run directory or a model file')
    .option('--prime <text>', 'what the text begins with; \\n is a line break')
    .option('--each <characters>', 'one text for each of these, which it begins with; \\n is a line break')
    .option('--length <n>', 'tokens at most: characters, for a model of characters', '1000')
    .option(
      '--temperature <t>',
      'below 1 the likely gets likelier, above 1 everything more alike (default: 1)',
    )
    .option('--top-k <k>', 'draw from the k likeliest tokens only')
    .option('--top-p <p>', 'draw from the fewest likeliest tokens only whose probabilities sum to p')
    .option('--min-p <p>', 'draw from tokens only that are at least p times as likely as the likeliest')
    .option('--greedy', 'take the likeliest token each time, without a draw')
    .option('--beam <n>', 'search for the likeliest text, with n beginnings at a time')
    .option('--stop <text>', 'end before this text; may be given several times', collect)
    .option('--n <n>', 'how many texts')
    .option('--condition <label>', 'what the text is to be, of a model that knows such')
    .option('--seed <n>', 'the same number gives the same texts; any number by default')
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      () => `\nExamples:\n  ${programName()} sample runs/shakespeare-1 --prime "ROMEO:" --temperature 0.8
  ${programName()} sample runs/startrek-1 --each KSKSKS --temperature 0.5
  ${programName()} sample names.onnx --condition Italian --n 10 --seed 1`,
    )
    .action(async (model: string, flags: SampleFlags) => {
      const { sample } = await import('./actions/sample.js');
      await sample(model, flags);
    });
}
