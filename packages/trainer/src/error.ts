/** Options or examples that cannot be trained with. The message is one sentence. */
export class TrainingError extends Error {
  override name = 'TrainingError';
}
