import type { Command } from 'commander';
import { JSON_OPTION, programName } from './command.js';

export function addExport(program: Command): void {
  program
    .command('export')
    .summary('write the model of a run as one ONNX file')
    .description(
      'Writes the best parameters of a run as one ONNX file with tokenizer and labels. Training does that at its ' +
        'end; this does it for a run that was interrupted, or to another place.',
    )
    .argument('<run>', 'a run directory')
    .option('--out <file>', 'where to write it; by default model.onnx in the run')
    .option(...JSON_OPTION)
    .addHelpText('after', () => `\nExample:\n  ${programName()} export runs/names-1 --out names.onnx`)
    .action(async (path: string, options: { out?: string; json?: boolean }) => {
      const { exportRun } = await import('./actions/export.js');
      await exportRun(path, options);
    });
}
