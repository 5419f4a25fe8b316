/**
 * Decompresses a block of Snappy, strictly.
 *
 * Source: https://github.com/google/snappy/blob/main/format_description.txt
 *
 * @param length What it must give.
 * @throws Error if the block is corrupt or gives another length.
 */
export function snappy(input: Uint8Array, length: number): Uint8Array {
  const output = new Uint8Array(length);
  let at = 0;
  let to = 0;
  let declared = 0;
  for (let shift = 0; ; shift += 7) {
    if (at >= input.length || shift > 28) throw new Error('its Snappy data has no length');
    const byte = input[at++]!;
    declared += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) break;
  }
  if (declared !== length) throw new Error(`its Snappy data has ${declared} bytes, ${length} expected`);

  while (at < input.length) {
    const tag = input[at++]!;
    if ((tag & 3) === 0) {
      let size = tag >> 2;
      if (size >= 60) {
        const bytes = size - 59;
        if (at + bytes > input.length) throw new Error('its Snappy data ends too early');
        size = 0;
        for (let i = 0; i < bytes; i++) size += input[at++]! * 2 ** (8 * i);
      }
      size++;
      if (at + size > input.length || to + size > length) throw new Error('its Snappy data is corrupt');
      if (size <= 16) for (let i = 0; i < size; i++) output[to + i] = input[at + i]!;
      else output.set(input.subarray(at, at + size), to);
      at += size;
      to += size;
      continue;
    }
    const bytes = [0, 1, 2, 4][tag & 3]!;
    if (at + bytes > input.length) throw new Error('its Snappy data ends too early');
    const size = bytes === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
    let offset = bytes === 1 ? (tag >> 5) * 256 : 0;
    for (let i = 0; i < bytes; i++) offset += input[at++]! * 2 ** (8 * i);
    if (offset === 0 || offset > to || to + size > length) throw new Error('its Snappy data is corrupt');
    // What is copied may overlap what is written: a short pattern is repeated.
    if (offset >= size && size > 16) output.copyWithin(to, to - offset, to - offset + size);
    else for (let i = 0; i < size; i++) output[to + i] = output[to - offset + i]!;
    to += size;
  }
  if (to !== length) throw new Error(`its Snappy data gives ${to} bytes, ${length} expected`);
  return output;
}
