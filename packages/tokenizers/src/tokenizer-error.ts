import { type ErrorCode, RnnlabError } from '@rnnlab/shared';

/** The error of this package: its message is one sentence that says what was wrong, what was expected and received. */
export class TokenizerError extends RnnlabError {
  override readonly name: string = 'TokenizerError';
  readonly code: ErrorCode = 'RNNLAB_TOKENIZER';
}
