import type { ByteSource } from './byte-source.js';

/** Bytes in memory. Reading gives views of them: nothing is copied. */
export function bytesSource(given: Uint8Array, name = '<bytes>'): ByteSource {
  // Without the methods of a Buffer, whose slice() means something else.
  const bytes = new Uint8Array(given.buffer, given.byteOffset, given.length);
  return {
    name,
    size: async () => bytes.length,
    read: async (start, end) => bytes.subarray(start, end),
    async *stream(start = 0) {
      if (start < bytes.length) yield bytes.subarray(start);
    },
  };
}
