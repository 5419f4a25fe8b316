import { count } from '@rnnlab/shared';
import type { Command } from 'commander';
import { createOutput } from '../terminal.js';
import { collect, JSON_OPTION, programName } from './command.js';

/** The options of `rnnlab export`. */
interface ExportOptions {
  out?: string;
  layer?: string[];
  json?: boolean;
}

export function addExport(program: Command): void {
  program
    .command('export')
    .summary('export the model of a run to one ONNX file')
    .description(
      'Exports the best weights of a run to one ONNX file that also holds the tokenizer and the labels. Training does ' +
        'that at its end; this does it for an interrupted run, or to another path.',
    )
    .argument('<run>', 'a run directory')
    .option('--out <file>', 'the path of the ONNX file; by default model.onnx in the run directory')
    .option(
      '--layer <name>',
      'also output the activations of this layer (its feature maps), such as conv1; may be repeated',
      collect,
    )
    .option(...JSON_OPTION)
    .addHelpText('after', () => `\nExample:\n  ${programName()} export runs/names-1 --out names.onnx`)
    .action(exportRun);
}

async function exportRun(path: string, { out, layer, json }: ExportOptions): Promise<void> {
  const output = createOutput(json === true);
  const { openRun } = await import('@rnnlab/lab');
  const run = await openRun(path);
  const written = await run.export({ ...(out !== undefined && { out }), layers: layer ?? [] });
  output.line(
    `Wrote ${written.path}, ${count(written.bytes / 1000)} kB: parameters of epoch ${written.epoch}.`,
  );
  output.result({ run: path, model: written.path, bytes: written.bytes, epoch: written.epoch });
}
