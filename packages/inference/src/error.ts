import { RnnlabError } from '@rnnlab/shared';

/** Error of a file that cannot be loaded, an invalid input or option. The message is one sentence. */
export class InferenceError extends RnnlabError {
  override readonly name = 'InferenceError';
  readonly code = 'RNNLAB_INFERENCE';
}
