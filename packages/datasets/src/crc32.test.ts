import { expect, it } from 'vitest';
import { crc32, crc32ByTable } from './crc32.js';

it('has the check value of the CRC catalog, at once and in parts, with and without the platform', () => {
  const bytes = new TextEncoder().encode('123456789');
  for (const sum of [crc32, crc32ByTable]) {
    expect(sum(bytes)).toBe(0xcbf43926);
    expect(sum(bytes.subarray(4), sum(bytes.subarray(0, 4)))).toBe(0xcbf43926);
    expect(sum(new Uint8Array())).toBe(0);
  }
});
