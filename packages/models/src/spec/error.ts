/** A model spec that cannot be built. The message is one sentence that names the layer. */
export class SpecError extends Error {
  override name = 'SpecError';
}
