import { RnnlabError } from '@rnnlab/shared';

/** An engine that cannot start or failed. The message is one sentence. */
export class EngineError extends RnnlabError {
  override name = 'EngineError';
  readonly code = 'RNNLAB_ENGINE';
}
