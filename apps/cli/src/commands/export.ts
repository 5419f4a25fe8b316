import type { Command } from 'commander';
import { collect, JSON_OPTION, programName } from './command.js';

/** What `rnnlab export` takes. */
export interface ExportOptions {
  out?: string;
  layer?: string[];
  json?: boolean;
}

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
    .option('--layer <name>', 'give the output of this layer too, such as conv1; may be repeated', collect)
    .option(...JSON_OPTION)
    .addHelpText('after', () => `\nExample:\n  ${programName()} export runs/names-1 --out names.onnx`)
    .action(async (path: string, options: ExportOptions) => {
      const { exportRun } = await import('./actions/export.js');
      await exportRun(path, options);
    });
}
