/** An array of numbers, which may be written. */
type Numbers = Uint8Array | Int32Array;

/**
 * Decodes Parquet's hybrid of runs and packed bits, into which levels and the indices of dictionaries are put.
 * What a run claims beyond the values that are wanted is not looked at.
 *
 * Source: https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE
 *
 * @param start Where the runs begin in `bytes`, and `end` where they end at the latest.
 * @param width Bits per value, 0 to 32.
 * @param output Filled wholly.
 * @throws Error if there are too few values.
 */
export function decodeRuns(
  bytes: Uint8Array,
  start: number,
  end: number,
  width: number,
  output: Numbers,
): void {
  if (width === 0) {
    output.fill(0);
    return;
  }
  let at = start;
  for (let filled = 0; filled < output.length; ) {
    let header = 0;
    for (let shift = 0; ; shift += 7) {
      if (at >= end || shift > 28) throw new Error('its runs end too early');
      const byte = bytes[at++]!;
      header += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    const wanted = output.length - filled;
    if (header % 2 === 0) {
      const count = Math.min(header / 2, wanted);
      const length = (width + 7) >> 3;
      if (at + length > end) throw new Error('its runs end too early');
      let value = 0;
      for (let i = 0; i < length; i++) value += bytes[at++]! * 2 ** (8 * i);
      output.fill(value, filled, filled + count);
      filled += count;
    } else {
      const claimed = ((header - 1) / 2) * 8;
      const count = Math.min(claimed, wanted);
      if (at + Math.ceil((count * width) / 8) > end) throw new Error('its packed values end too early');
      unpack(bytes, at, width, output, filled, count);
      at += (claimed * width) / 8;
      filled += count;
    }
  }
}

/** Values of `width` bits, the first in the lowest bits. */
function unpack(
  bytes: Uint8Array,
  start: number,
  width: number,
  output: Numbers,
  from: number,
  count: number,
): void {
  let at = start;
  let held = 0;
  let bits = 0;
  if (width <= 24) {
    const mask = (1 << width) - 1;
    for (let i = 0; i < count; i++) {
      while (bits < width) {
        held |= bytes[at++]! << bits;
        bits += 8;
      }
      output[from + i] = held & mask;
      held >>>= width;
      bits -= width;
    }
    return;
  }
  // Too many bits for the 32 of the operators.
  const size = 2 ** width;
  for (let i = 0; i < count; i++) {
    while (bits < width) {
      held += bytes[at++]! * 2 ** bits;
      bits += 8;
    }
    output[from + i] = held % size;
    held = Math.floor(held / size);
    bits -= width;
  }
}
