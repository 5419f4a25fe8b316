import { RnnlabError } from '@rnnlab/shared';

/** A run directory that cannot be read or written. The message is one sentence. */
export class RunError extends RnnlabError {
  override name = 'RunError';
  readonly code = 'RNNLAB_RUN';
}
