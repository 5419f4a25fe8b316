/** The ids of all parts, one after the other. */
export function concatenate(parts: readonly Int32Array[]): Int32Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const all = new Int32Array(length);
  let offset = 0;
  for (const part of parts) {
    // For a few ids, as most words have, a loop is several times faster than `set`.
    if (part.length > 32) all.set(part, offset);
    else for (let i = 0; i < part.length; i++) all[offset + i] = part[i]!;
    offset += part.length;
  }
  return all;
}
