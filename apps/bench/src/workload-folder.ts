import { rmSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Batch, BatchData } from '@rnnlab/trainer';
import type { Prepared } from './workload.js';

/**
 * A workload as files, which a process in any language can read: `workload.json`, `weights.bin` and, for each
 * tensor of a batch, `<name>.bin` with all batches one after the other; little-endian, row-major.
 */
export async function withWorkloadFolder<R>(
  workload: Prepared,
  action: (folder: string) => Promise<R>,
): Promise<R> {
  const folder = await mkdtemp(join(tmpdir(), 'rnnlab-bench-'));
  // Also when the process is told to stop.
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    const { weights, data, ...description } = workload;
    await writeFile(join(folder, 'workload.json'), JSON.stringify(description));
    await writeFile(join(folder, 'weights.bin'), bytes([weights]));
    for (const { name } of workload.tensors) {
      await writeFile(join(folder, `${name}.bin`), bytes(data.map((batch) => batch[name]!)));
    }
    return await action(folder);
  } finally {
    process.off('exit', remove);
    remove();
  }
}

/** Reads what {@link withWorkloadFolder} wrote. */
export async function readWorkload(folder: string): Promise<Prepared> {
  const description = JSON.parse(await readFile(join(folder, 'workload.json'), 'utf8'));
  const { tensors, batches } = description as Omit<Prepared, 'weights' | 'data'>;
  const data: Batch[] = Array.from({ length: batches }, () => ({}));
  for (const { name, type } of tensors) {
    const all = numbers(type, await readFile(join(folder, `${name}.bin`)));
    const size = all.length / batches;
    data.forEach((batch, k) => {
      batch[name] = all.slice(k * size, (k + 1) * size);
    });
  }
  const weights = numbers('float32', await readFile(join(folder, 'weights.bin'))) as Float32Array;
  return { ...description, weights, data };
}

const bytes = (parts: readonly BatchData[]): Buffer =>
  Buffer.concat(
    parts.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
  );

function numbers(type: 'int32' | 'float32', file: Buffer): BatchData {
  // A copy, so that the numbers start at a multiple of four bytes.
  const { buffer } = new Uint8Array(file);
  return type === 'int32' ? new Int32Array(buffer) : new Float32Array(buffer);
}
