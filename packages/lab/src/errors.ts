import { RnnlabError } from '@rnnlab/shared';

/** What a user can put right about an error: an option of the function that was called, or a setting of a recipe. */
export interface LabErrorOptions extends ErrorOptions {
  /** `out`, `threads`, `dataset.path`: a command line can add the flag that gives it. */
  option?: string;
}

/** A recipe, a run or a suite that cannot be, or data that do not fit. The message is one sentence; it names settings. */
export class LabError extends RnnlabError {
  override readonly name: string = 'LabError';
  override readonly code: 'RNNLAB_LAB' | 'RNNLAB_INTERRUPTED' = 'RNNLAB_LAB';
  /** The option or setting that puts it right, if that is one. */
  readonly option: string | undefined;

  constructor(message: string, { option, ...options }: LabErrorOptions = {}) {
    super(message, options);
    this.option = option;
  }
}

/** A training that was asked to stop by its signal, and did. Everything up to its last step is saved. */
export class InterruptedError extends LabError {
  override readonly name = 'InterruptedError';
  override readonly code = 'RNNLAB_INTERRUPTED';

  /** @param path - The run directory, or the folder of a suite, from where it is resumed. */
  constructor(
    message: string,
    readonly path: string,
  ) {
    super(message);
  }
}
