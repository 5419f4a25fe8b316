import { join, relative, resolve } from 'node:path';
import { UsageError } from '../../errors/usage-error.js';
import { exportModel } from '../../task/export-model.js';
import { bestParameters, descriptionOf, openRun, resultOf } from '../../task/stored-run.js';
import { count } from '../../terminal/format.js';
import { createOutput } from '../../terminal/output.js';
import type { ExportOptions } from '../export.js';

/** `rnnlab export`. */
export async function exportRun(path: string, options: ExportOptions): Promise<void> {
  const output = createOutput(options.json === true);
  const stored = await openRun(path);
  const { run, config } = stored;
  const checkpoint = await run.restore(config.spec);
  const description = await descriptionOf(stored);
  if (description.language && options.layer) {
    throw new UsageError('The file of a language model gives logits and states alone: leave --layer out.');
  }
  const result = await resultOf(stored);
  const bytes = exportModel(config, bestParameters(checkpoint), description, {
    epochs: checkpoint.progress.epoch,
    testAccuracy: result?.test.accuracy,
    layers: options.layer ?? [],
    ...(description.language && { testLoss: result?.test.loss }),
  });
  const file = options.out ?? join(path, 'model.onnx');
  // A run writes whole files or none, wherever they are.
  await run.write(relative(resolve(path), resolve(file)), bytes);
  output.line(
    `Wrote ${file}, ${count(bytes.length / 1000)} kB: parameters of epoch ${checkpoint.progress.best?.epoch ?? 0}.`,
  );
  output.result({ run: path, model: file, bytes: bytes.length, epoch: checkpoint.progress.best?.epoch ?? 0 });
}
