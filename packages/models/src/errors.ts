import { RnnlabError } from '@rnnlab/shared';

/** The error for a model spec that cannot be built. Its message is one sentence that names the layer. */
export class SpecError extends RnnlabError {
  override readonly name = 'SpecError';
  readonly code = 'RNNLAB_SPEC';
}
