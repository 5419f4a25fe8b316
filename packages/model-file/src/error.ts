import { RnnlabError } from '@rnnlab/shared';

/** What a model file says of itself cannot be, or does not fit its model. The message is one sentence. */
export class ModelFileError extends RnnlabError {
  override readonly name = 'ModelFileError';
  readonly code = 'RNNLAB_MODEL_FILE';
}
