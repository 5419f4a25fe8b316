import { RnnlabError } from '@rnnlab/shared';

/** A file that cannot be loaded, or an input that cannot be predicted. The message is one sentence. */
export class InferenceError extends RnnlabError {
  override readonly name = 'InferenceError';
  readonly code = 'RNNLAB_INFERENCE';
}
