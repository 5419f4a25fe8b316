import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeRleBitPacked } from './encodings.js';

function decode(bytes: readonly number[], width: number, count: number): number[] {
  const output = new Int32Array(count);
  decodeRleBitPacked(Uint8Array.from(bytes), 0, bytes.length, width, output);
  return [...output];
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}

/** One run of packed bits, its last group filled with zeros. */
function packed(values: readonly number[], width: number): number[] {
  const groups = Math.ceil(values.length / 8);
  let bits = 0n;
  values.forEach((value, i) => {
    bits |= BigInt(value) << BigInt(i * width);
  });
  const bytes = Array.from({ length: groups * width }, (_, i) => Number((bits >> BigInt(8 * i)) & 255n));
  return [...varint(groups * 2 + 1), ...bytes];
}

function repeated(value: number, times: number, width: number): number[] {
  const bytes = Array.from(
    { length: Math.ceil(width / 8) },
    (_, i) => Math.floor(value / 2 ** (8 * i)) % 256,
  );
  return [...varint(times * 2), ...bytes];
}

describe('runs', () => {
  it('are the example of the specification: 0 to 7 in three bits', () => {
    expect(decode([3, 0b10001000, 0b11000110, 0b11111010], 3, 8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('of any width, packed and repeated, give what was put in', () => {
    const run = fc.record({
      value: fc.nat(),
      times: fc.integer({ min: 1, max: 300 }),
      many: fc.array(fc.nat()),
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 31 }),
        fc.array(run, { minLength: 1, maxLength: 5 }),
        (width, runs) => {
          const bytes: number[] = [];
          const values: number[] = [];
          for (const { value, times, many } of runs) {
            const one = value % 2 ** width;
            bytes.push(...repeated(one, times, width));
            values.push(...new Array<number>(times).fill(one));
            const group = many.slice(0, many.length - (many.length % 8)).map((other) => other % 2 ** width);
            if (group.length > 0) bytes.push(...packed(group, width));
            values.push(...group);
          }
          expect(decode(bytes, width, values.length)).toEqual(values);
        },
      ),
    );
  });

  it('of no bits are zeros', () => {
    expect(decode([], 0, 3)).toEqual([0, 0, 0]);
  });

  it('may claim more values than are wanted, without end', () => {
    expect(decode([...varint(2 ** 31), 7], 3, 5)).toEqual([7, 7, 7, 7, 7]);
    expect(decode([...varint(2 ** 31 + 1), 0xff, 0xff, 0xff], 3, 8)).toEqual([7, 7, 7, 7, 7, 7, 7, 7]);
  });

  it('that end too early are an error', () => {
    expect(() => decode([], 3, 1)).toThrow('its runs end too early');
    expect(() => decode([2 * 3], 3, 3)).toThrow('its runs end too early');
    expect(() => decode([2 * 3, 1], 3, 4)).toThrow('its runs end too early');
    expect(() => decode([3, 1, 2], 3, 8)).toThrow('its packed values end too early');
    expect(() => decode([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], 3, 8)).toThrow('its runs end too early');
  });
});
