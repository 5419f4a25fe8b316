/** Something the user can put right. The message is one sentence. */
export class UsageError extends Error {
  override name = 'UsageError';
}
