import { openRun } from '@rnnlab/lab';
import { count } from '@rnnlab/shared';
import { createOutput } from '../../terminal/output.js';
import type { ExportOptions } from '../export.js';

/** `rnnlab export`. */
export async function exportRun(path: string, { out, layer, json }: ExportOptions): Promise<void> {
  const output = createOutput(json === true);
  const run = await openRun(path);
  const written = await run.export({ ...(out !== undefined && { out }), layers: layer ?? [] });
  output.line(
    `Wrote ${written.path}, ${count(written.bytes / 1000)} kB: parameters of epoch ${written.epoch}.`,
  );
  output.result({ run: path, model: written.path, bytes: written.bytes, epoch: written.epoch });
}
