import { RnnlabError } from '@rnnlab/shared';

/** A model spec that cannot be built. The message is one sentence that names the layer. */
export class SpecError extends RnnlabError {
  override readonly name = 'SpecError';
  readonly code = 'RNNLAB_SPEC';
}
