import { nodeModuleIfAny } from '@rnnlab/shared';

let table: Uint32Array | undefined;

/**
 * The CRC-32 of zip, gzip and PNG (polynomial 0xEDB88320, reflected).
 *
 * @param crc That of the bytes before, to go on from. Default 0: there are none.
 * @returns An integer from 0 to 2³² - 1.
 */
export function crc32(bytes: Uint8Array, crc = 0): number {
  const zlib = nodeModuleIfAny('node:zlib') as
    | { crc32?: (bytes: Uint8Array, crc: number) => number }
    | undefined;
  return zlib?.crc32?.(bytes, crc) ?? crc32ByTable(bytes, crc);
}

/** {@link crc32} where the platform has none. */
export function crc32ByTable(bytes: Uint8Array, crc = 0): number {
  table ??= Uint32Array.from({ length: 256 }, (_, index) => {
    let value = index;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value;
  });
  let state = ~crc;
  for (let i = 0; i < bytes.length; i++) state = table[(state ^ bytes[i]!) & 0xff]! ^ (state >>> 8);
  return ~state >>> 0;
}
