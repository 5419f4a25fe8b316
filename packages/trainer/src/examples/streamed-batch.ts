import { shown } from '@rnnlab/shared';
import { TrainingError } from '../error.js';
import type { StreamedExample } from './example-stream.js';
import type { Batch, Examples } from './examples.js';
import { featureExamples } from './feature-examples.js';
import { sequenceExamples } from './sequence-examples.js';
import type { Targets } from './targets.js';
import { tokenExamples } from './token-examples.js';

/** Examples of a stream side by side. */
export interface StreamedBatch {
  batch: Batch;
  shape: { batch: number; steps: number };
}

/**
 * Makes a batch of some examples, one or more, padded to the longest: the same batch as of such examples in memory.
 *
 * @param first - The place of the first of them in what was read, from 0, for errors.
 * @throws TrainingError for what is no example, or unlike the others of the batch.
 */
export function streamedBatch(streamed: readonly StreamedExample[], first: number): StreamedBatch {
  try {
    const examples = inMemory(streamed);
    const indices = Array.from(streamed, (_, k) => k);
    const steps = indices.reduce((most, k) => Math.max(most, examples.steps(k)), 1);
    return { batch: examples.batch(indices, steps), shape: { batch: streamed.length, steps } };
  } catch (error) {
    if (!(error instanceof TrainingError)) throw error;
    const { message } = error;
    throw new TrainingError(
      `In the batch of a stream that begins with its example ${first}: ${message[0]!.toLowerCase()}${message.slice(1)}`,
    );
  }
}

function inMemory(streamed: readonly StreamedExample[]): Examples {
  const kind = kindOf(streamed[0], 0);
  const rows = streamed.map((example, k) => {
    const other = kindOf(example, k);
    if (other === kind) return (example as unknown as Record<Kind, ArrayLike<number>>)[kind];
    throw new TrainingError(`Example ${k} has ${other}, unlike example 0, which has ${kind}.`);
  });
  // One kind for all, which those who pad them check.
  const targets = streamed.map(({ target }) => target) as unknown as Targets;
  if (kind === 'ids') return tokenExamples({ ids: rows, targets });
  const { steps } = streamed[0] as { steps?: number };
  if (kind === 'features' && steps !== undefined) {
    return sequenceExamples({ sequences: rows, width: widthOf(streamed, rows), targets });
  }
  const scale = kind === 'pixels' && rows[0] instanceof Uint8Array ? 1 / 255 : 1;
  return featureExamples({ data: joined(rows), name: kind, scale, targets });
}

const kinds = ['ids', 'features', 'pixels'] as const;
type Kind = (typeof kinds)[number];

/** Which of the kinds an example is of. */
function kindOf(example: unknown, index: number): Kind {
  const found = kinds.find((name) => Object.hasOwn(Object(example), name));
  if (found && Object.hasOwn(Object(example), 'target')) return found;
  throw new TrainingError(
    `Example ${index} is ${shown(example)}, expected an object with a target and one of ${kinds.join(', ')}.`,
  );
}

/** Numbers of a time step, which all examples have to have. */
function widthOf(streamed: readonly StreamedExample[], rows: readonly ArrayLike<number>[]): number {
  const widths = streamed.map((example, k) => {
    const { steps } = example as { steps?: number };
    const width = rows[k]!.length / (steps ?? Number.NaN);
    if (Number.isInteger(width) && width > 0) return width;
    throw new TrainingError(
      `Example ${k} has ${rows[k]!.length} features, which cannot be shared out over ${shown(steps)} as its steps.`,
    );
  });
  const other = widths.findIndex((width) => width !== widths[0]);
  if (other === -1) return widths[0]!;
  throw new TrainingError(
    `Example ${other} has ${widths[other]} features a step, unlike example 0, which has ${widths[0]}.`,
  );
}

/** Numbers of examples of one size, one after the other. */
function joined(rows: readonly ArrayLike<number>[]): Float32Array {
  const size = rows[0]!.length;
  const data = new Float32Array(rows.length * size);
  rows.forEach((row, k) => {
    if (row.length !== size) {
      throw new TrainingError(
        `Example ${k} has ${row.length} numbers, unlike example 0, which has ${size}: sequences need their steps.`,
      );
    }
    data.set(row, k * size);
  });
  return data;
}
