import { type ModelSpec, resolveModel } from '@rnnlab/models';
import type { LossSpec } from '@rnnlab/onnx';
import { TrainingError } from '../error.js';
import type { Batch } from '../examples/examples.js';
import type { Run } from './engine.js';

/**
 * Makes a check that a model has room for a batch's ids and targets. Runtimes do not check: a class too large has
 * no loss, a negative one counts from the end. Padding may hold anything.
 */
export function batchCheck(
  spec: ModelSpec,
  loss: LossSpec = { type: 'softmax-cross-entropy' },
): (batch: Batch, shape: Run['shape']) => void {
  const { input, output } = resolveModel(spec);
  const vocabulary = input.kind === 'tokens' ? input.vocabulary : undefined;
  // Other losses have targets that are any numbers.
  const classes = loss.type === 'softmax-cross-entropy' && 'features' in output ? output.features : undefined;
  return ({ ids, lengths, targets }, { batch, steps }) => {
    const length = (row: number): number => lengths?.[row] ?? steps;
    for (let row = 0; row < batch; row++) {
      check('A length', length(row), steps + 1, `of a batch with ${steps} steps`);
      for (let k = row * steps; k < row * steps + length(row); k++) {
        check('An id', ids?.[k], vocabulary, `of a vocabulary of ${vocabulary}`);
        if (output.kind === 'sequence') check('A target', targets?.[k], classes, `of ${classes} classes`);
      }
      if (output.kind === 'vector') check('A target', targets?.[row], classes, `of ${classes} classes`);
    }
  };
}

function check(what: string, value: number | undefined, end: number | undefined, of: string): void {
  if (value === undefined || end === undefined || (Number.isInteger(value) && value >= 0 && value < end))
    return;
  throw new TrainingError(`${what} is ${value}, expected a whole number from 0 to ${end - 1} ${of}.`);
}
