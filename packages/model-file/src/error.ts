import { RnnlabError } from '@rnnlab/shared';

/** Error of metadata that is invalid or does not fit its model. The message is one sentence. */
export class ModelFileError extends RnnlabError {
  override readonly name = 'ModelFileError';
  readonly code = 'RNNLAB_MODEL_FILE';
}
