import { RnnlabError } from '@rnnlab/shared';

/** Options of a {@link LabError}. */
interface LabErrorOptions extends ErrorOptions {
  /** The option or setting to change, such as `threads` or `dataset.path`: a command line can add its flag. */
  option?: string;
}

/** An invalid recipe, run, suite or option, or data that do not fit. The message is one sentence and names settings. */
export class LabError extends RnnlabError {
  override readonly name: string = 'LabError';
  override readonly code: 'RNNLAB_LAB' | 'RNNLAB_INTERRUPTED' = 'RNNLAB_LAB';
  /** The option or setting to change, if there is one. */
  readonly option: string | undefined;

  constructor(message: string, { option, ...options }: LabErrorOptions = {}) {
    super(message, options);
    this.option = option;
  }
}

/** A training that its signal aborted. Everything up to its last step is saved. */
export class InterruptedError extends LabError {
  override readonly name = 'InterruptedError';
  override readonly code = 'RNNLAB_INTERRUPTED';

  /** @param path - The run directory or the folder of a suite, to resume from. */
  constructor(
    message: string,
    readonly path: string,
  ) {
    super(message);
  }
}
