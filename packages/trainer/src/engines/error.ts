/** An engine that cannot start or failed. The message is one sentence. */
export class EngineError extends Error {
  override name = 'EngineError';
}
