import { RnnlabError } from '@rnnlab/shared';

/** The error of options, examples or a checkpoint that cannot be trained with. The message is one sentence. */
export class TrainingError extends RnnlabError {
  override name = 'TrainingError';
  readonly code = 'RNNLAB_TRAINING';
}

/** The error of a training whose loss or state is no longer finite. */
export class DivergenceError extends RnnlabError {
  override name = 'DivergenceError';
  readonly code = 'RNNLAB_DIVERGENCE';

  /**
   * @param reason - The reason, as in `The loss became NaN`.
   * @param step - The step at which it was detected, from 1.
   */
  constructor(
    reason: string,
    readonly step: number,
    readonly learningRate: number,
  ) {
    super(
      `${reason} at step ${step} with a learning rate of ${format(learningRate)}: ` +
        `try a learning rate of ${format(learningRate / 10)}, or clip the gradient's norm to 1.`,
    );
  }
}

/** The error of an engine that cannot start or failed. The message is one sentence. */
export class EngineError extends RnnlabError {
  override name = 'EngineError';
  readonly code = 'RNNLAB_ENGINE';
}

/** The error of a run directory that cannot be read or written. The message is one sentence. */
export class RunError extends RnnlabError {
  override name = 'RunError';
  readonly code = 'RNNLAB_RUN';
}

const format = (value: number): string => String(Number(value.toPrecision(3)));
