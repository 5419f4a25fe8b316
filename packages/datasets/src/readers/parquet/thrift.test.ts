import { describe, expect, it } from 'vitest';
import { TruncatedError, thriftEnd } from './thrift.js';

const end = (...bytes: number[]) => thriftEnd(Uint8Array.from(bytes), 0);

describe('a structure in the compact protocol', () => {
  it('ends where it ends', () => {
    expect(end(0)).toBe(1);
    expect(end(0x15, 0x02, 0x11, 0x00, 99)).toBe(4); // a number, a truth value
    expect(end(0x18, 0x03, 97, 98, 99, 0x00)).toBe(6); // a text
    expect(end(0x19, 0x25, 0x02, 0x04, 0x00)).toBe(5); // a list of two numbers
    expect(end(0x1c, 0x15, 0x02, 0x00, 0x00)).toBe(5); // a structure in it
    expect(end(0x05, 0x80, 0x02, 0x06, 0x00)).toBe(5); // a field whose number is not relative
    expect(thriftEnd(Uint8Array.of(9, 9, 0x17, 1, 2, 3, 4, 5, 6, 7, 8, 0), 2)).toBe(12); // a double
  });

  it('that is cut off is told from one that cannot be', () => {
    for (const bytes of [[], [0x15], [0x15, 0x80], [0x18, 0x09, 97], [0x19, 0xf8], [0x1c, 0x00], [0x17, 1]]) {
      expect(() => end(...bytes)).toThrow(TruncatedError);
    }
    expect(() => end(0x1a, 0x25, 0)).toThrow('it has a field of the unknown type 10');
    expect(() => end(0x15, ...new Array<number>(9).fill(0xff))).toThrow('it has a number that is too long');
  });

  it('is refused before its lengths are believed', () => {
    // Lists of 2³¹ and of 2²⁵ elements, a text of 2³¹ bytes.
    expect(() => end(0x19, 0xfc, 0x80, 0x80, 0x80, 0x80, 0x08)).toThrow('its lists are too long');
    expect(() => end(0x19, 0xf1, 0x80, 0x80, 0x80, 0x08)).toThrow(TruncatedError);
    expect(() => end(0x18, 0x80, 0x80, 0x80, 0x80, 0x08)).toThrow(TruncatedError);
    expect(() => end(...new Array<number>(100_000).fill(0x1c))).toThrow(
      'its structures are nested too deeply',
    );
    expect(() => end(...new Array<number>(100_000).fill(0x19))).toThrow(/nested too deeply|unknown type/);
  });
});
