import type { Command } from 'commander';
import { JSON_OPTION, programName } from './command.js';

export function addPredict(program: Command): void {
  program
    .command('predict')
    .summary('name the class of some texts with an exported model')
    .description('Names the class of each text. A model file needs nothing beside it: no run, no data.')
    .argument('<model>', 'a run directory or a model file')
    .argument('<text...>', 'texts to predict; quote those with spaces')
    .option('--top <k>', 'how many classes to show for each text', '3')
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      () => `\nExamples:\n  ${programName()} predict runs/names-1 Kowalski Hernández Nilsson
  ${programName()} predict model.onnx Yamamoto --top 1 --json`,
    )
    .action(async (model: string, texts: string[], options: { top: string; json?: boolean }) => {
      const { predict } = await import('./actions/predict.js');
      await predict(model, texts, options);
    });
}
