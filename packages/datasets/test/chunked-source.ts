import { type ByteSource, bytesSource } from '../src/sources/byte-source.js';

/** Bytes that come in chunks of `size`, as a slow connection gives them, and a count of the streams left open. */
export function chunkedSource(
  bytes: Uint8Array | string,
  size: number,
  name = 'file',
): ByteSource & { open: number } {
  const data = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes;
  return {
    ...bytesSource(data, name),
    open: 0,
    async *stream(start = 0) {
      this.open++;
      try {
        for (let at = start; at < data.length; at += size) yield data.subarray(at, at + size);
      } finally {
        this.open--;
      }
    },
  };
}
