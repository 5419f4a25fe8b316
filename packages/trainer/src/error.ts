import { RnnlabError } from '@rnnlab/shared';

/** Options or examples that cannot be trained with. The message is one sentence. */
export class TrainingError extends RnnlabError {
  override name = 'TrainingError';
  readonly code = 'RNNLAB_TRAINING';
}
