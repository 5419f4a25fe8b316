import type { ModelSpec } from '@rnnlab/models';
import { type OptimizerSpec, optimizerOf, trainingProgram } from '@rnnlab/onnx';
import type { Batch } from '../examples/examples.js';
import { batchCheck } from './check-batch.js';
import type { CompileOptions, Run } from './engine.js';
import { evaluationFeeds, type Tensors, trainingFeeds } from './feeds.js';

/** What a model reads, for engines: checked, and with dropout masks drawn in the order in which all engines draw them. */
export interface ModelInputs {
  /** Vectors that the optimizer keeps, each as long as that of the parameters. */
  readonly slots: number;
  /** @throws TrainingError for an id, a class or a length that the model has no room for. */
  check(batch: Batch, shape: Run['shape']): void;
  /**
   * The tensors of a run, `[run, …]`: those of its batches by name, and the masks `dropout_0`, `dropout_1` and so on, 0
   * or 1, of which those of sequences are time-major.
   */
  training(run: Run): Promise<Tensors>;
  /** The tensors of a batch, without masks. */
  evaluation(batch: Batch, shape: Run['shape']): Tensors;
}

/**
 * For engines: what a model reads, as the engines of this package read it.
 *
 * @throws SpecError for a model, an optimizer or a loss that there is not.
 */
export function modelInputs(
  spec: ModelSpec,
  optimizer: OptimizerSpec,
  { loss }: Pick<CompileOptions, 'loss'> = {},
): ModelInputs {
  const program = trainingProgram(spec, optimizer, { loss });
  return {
    slots: optimizerOf(optimizer).slots,
    check: batchCheck(spec, loss),
    training: (run) => trainingFeeds(program, run),
    evaluation: (batch, shape) => evaluationFeeds({ data: program.data, carried: [] }, batch, shape, false),
  };
}
