/**
 * What was done to a dataset so far, as a short text that differs wherever the choice or order of the examples
 * differs (up to chance: 1 in 4 billion). Functions of the user are not part of it.
 */
export type Steps = string;

/**
 * @param step Name and options of the verb.
 * @param indices The examples that the verb chose.
 */
export function afterStep(steps: Steps, step: string, indices: ArrayLike<number> = []): Steps {
  // FNV-1a, over whole indices instead of bytes.
  let hash = 0x811c9dc5;
  const text = `${steps} ${step}`;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  for (let i = 0; i < indices.length; i++) {
    // The rotation lets high bits reach low ones, which a product alone does not.
    hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ indices[i]!, 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
