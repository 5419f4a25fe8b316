import { RnnlabError } from '@rnnlab/shared';

/** A training whose numbers are not finite any more. */
export class DivergenceError extends RnnlabError {
  override name = 'DivergenceError';
  readonly code = 'RNNLAB_DIVERGENCE';

  /**
   * @param what - What became what, as in `The loss became NaN`.
   * @param step - The step at which it was met, from 1.
   */
  constructor(
    what: string,
    readonly step: number,
    readonly learningRate: number,
  ) {
    super(
      `${what} at step ${step} with a learning rate of ${format(learningRate)}: ` +
        `try a learning rate of ${format(learningRate / 10)}, or clip the gradient's norm to 1.`,
    );
  }
}

const format = (value: number): string => String(Number(value.toPrecision(3)));
