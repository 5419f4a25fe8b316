import { rmSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { initialize, type ModelSpec, parametersOf, resolveModel } from '@rnnlab/models';
import { type OptimizerSpec, type TensorSpec, trainingProgram } from '@rnnlab/onnx';
import { type Batch, type BatchData, Generator } from '@rnnlab/trainer';
import type { Case } from './cases.js';

/** A workload for every engine: a model, how it is trained, and the shape of its batches. */
export interface Workload {
  spec: ModelSpec;
  optimizer: OptimizerSpec;
  learningRate: number;
  /** Examples in a batch, and time steps of each. */
  batch: number;
  steps: number;
  /** Number of batches, which training repeats. */
  batches: number;
  /** Examples of different lengths, padded to `steps`; by default all have `steps`. */
  padded?: boolean;
}

/** A workload with its numbers. */
export interface Prepared extends Workload {
  /** Each parameter's position in `weights`. */
  parameters: { name: string; shape: readonly number[]; offset: number }[];
  /** The tensors of a batch, with all sizes. */
  tensors: { name: string; type: 'int32' | 'float32'; shape: number[] }[];
  /** Initial parameters, one flat vector. */
  weights: Float32Array;
  data: Batch[];
}

/**
 * Prepares the workload of a case: steps of Adam on repeated batches. With a higher rate the loss of a CNN on random images leaps, and
 * the rounding of engines with it.
 */
export const prepareCase = ({ spec, batch, steps }: Pick<Case, 'spec' | 'batch' | 'steps'>): Prepared =>
  prepare({ spec, batch, steps, optimizer: { type: 'adam' }, learningRate: 0.0003, batches: 16 });

/** Draws initial weights and batches: the same ones for the same workload. */
export function prepare(workload: Workload, seed = 1): Prepared {
  const generator = new Generator(seed);
  const { spec, optimizer, batch, steps } = workload;
  const sizes: Record<string, number> = { batch, steps };
  const tensors = trainingProgram(spec, optimizer).data.map(({ name, type, shape }: TensorSpec) => ({
    name,
    type: type as 'int32' | 'float32',
    shape: shape.map((dim) => (typeof dim === 'number' ? dim : sizes[dim]!)),
  }));
  const draw = drawer(workload, generator);
  return {
    ...workload,
    parameters: parametersOf(spec).map(({ name, shape, offset }) => ({ name, shape, offset })),
    tensors,
    weights: initialize(spec, () => generator.uniform()),
    data: Array.from({ length: workload.batches }, () =>
      Object.fromEntries(
        tensors.map(({ name, type, shape }) => {
          const size = shape.reduce((product, n) => product * n, 1);
          const values = new (type === 'int32' ? Int32Array : Float32Array)(size);
          return [name, values.map((_, k) => draw(name, k))];
        }),
      ),
    ),
  };
}

/** Draws the entries of a batch's tensors: ids and classes below their number, lengths, numbers in [0, 1). */
function drawer({ spec, steps, padded }: Workload, generator: Generator) {
  const below = (limit: number): number => Math.floor(generator.uniform() * limit);
  const { input, output } = resolveModel(spec);
  const classes = 'features' in output ? output.features : 0;
  const vocabulary = input.kind === 'tokens' ? input.vocabulary : 0;
  return (name: string, index: number): number => {
    switch (name) {
      case 'ids':
        return below(vocabulary);
      case 'targets':
        return below(classes);
      case 'lengths':
        // The first example has no padding, so that the batch has its full length.
        return padded && index > 0 ? 1 + below(steps) : steps;
      default:
        return generator.uniform();
    }
  };
}

/**
 * Writes a workload as files, which a process in any language can read: `workload.json`, `weights.bin` and, for each
 * tensor of a batch, `<name>.bin` with all batches one after the other; little-endian, row-major.
 */
export async function withWorkloadFolder<R>(
  workload: Prepared,
  action: (folder: string) => Promise<R>,
): Promise<R> {
  const folder = await mkdtemp(join(tmpdir(), 'rnnlab-bench-'));
  // Also when the process is stopped.
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
