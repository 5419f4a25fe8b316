import { RnnlabError } from '@rnnlab/shared';

/** Something on the command line that cannot be. The message is one sentence. */
export class UsageError extends RnnlabError {
  override readonly name = 'UsageError';
  override readonly code = 'RNNLAB_USAGE';
}
