import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { expectOnlyDatasetErrors } from '../../test/fuzz.js';
import { DatasetError } from '../error.js';
import { readPickle } from './pickle.js';

/** Made by test/pickles/make-pickles.py. */
const PICKLES: Record<string, string> = JSON.parse(
  readFileSync(new URL('../../test/pickles/pickles.json', import.meta.url), 'utf8'),
);
const pickle = (name: string) => Uint8Array.from(Buffer.from(PICKLES[name]!, 'base64'));
const names = (pattern: RegExp) => Object.keys(PICKLES).filter((name) => pattern.test(name));
const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));

async function errorOf(data: Uint8Array): Promise<string> {
  const error = await readPickle(data).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(DatasetError);
  return (error as DatasetError).message;
}

describe('readPickle', () => {
  it.each(names(/^plain/))('reads plain data: %s', async (name) => {
    expect(await readPickle(pickle(name))).toEqual(
      new Map<unknown, unknown>([
        ['none', null],
        ['bools', [true, false]],
        [
          'ints',
          [
            ...[0, 255, 256, 65535, 65536, -1, 2 ** 31 - 1, -(2 ** 31), 2 ** 53 - 1],
            ...[2n ** 53n + 1n, -(2n ** 70n), 2n ** 2100n + 1n],
          ],
        ],
        ['floats', [1.5, -0.25, 1e300]],
        ['texts', ['', 'é\n\\u', '😀'.repeat(70), 'a'.repeat(300)]],
        ['bytes', [bytes(''), bytes('\x00\xff\'"\\\n'), bytes('b'.repeat(300))]],
        ['tuples', [[], [1], [1, 2], [1, 2, 3], [1, 2, 3, 4]]],
        [
          'nested',
          new Map<unknown, unknown>([
            [1, [new Map([['a', [bytes('x'), [null]]]])]],
            [2.5, new Map()],
            ['t', []],
          ]),
        ],
        ['shared', [[1], [1]]],
      ]),
    );
  });

  it('keeps what is shared shared, and a cycle a cycle', async () => {
    const value = (await readPickle(pickle('plain-4'))) as Map<string, unknown[]>;
    const shared = value.get('shared')!;
    expect(shared[0]).toBe(shared[1]);
    const cyclic = (await readPickle(pickle('cyclic'))) as unknown[];
    expect(cyclic).toHaveLength(1);
    expect(cyclic[0]).toBe(cyclic);
  });

  it.each(names(/^(uint8-|fortran-|numpy-2)/))('reads an array, stored either way: %s', async (name) => {
    expect(await readPickle(pickle(name))).toEqual({
      dtype: 'uint8',
      shape: [2, 3, 4],
      data: Uint8Array.from({ length: 24 }, (_, i) => i),
    });
  });

  it.each([
    ['bool', Uint8Array.of(0, 1, 1)],
    ['int8', Int8Array.of(0, 1, 100)],
    ['int16', Int16Array.of(0, 1, 100)],
    ['uint16', Uint16Array.of(0, 1, 100)],
    ['int32', Int32Array.of(0, 1, 100)],
    ['uint32', Uint32Array.of(0, 1, 100)],
    ['int64', BigInt64Array.of(0n, 1n, 100n)],
    ['uint64', BigUint64Array.of(0n, 1n, 100n)],
    ['float32', Float32Array.of(0, 1, 100)],
    ['float64', Float64Array.of(0, 1, 100)],
  ])('reads an array of %s of either byte order', async (dtype, data) => {
    for (const name of [`array-${dtype}`, `array-${dtype}-big`]) {
      expect(await readPickle(pickle(name))).toEqual({ dtype, shape: [3], data });
    }
  });

  it('reads negative, empty and nought-dimensional arrays, and single numbers of NumPy', async () => {
    const read = (name: string) => readPickle(pickle(name));
    expect(await read('array-negative')).toMatchObject({ data: Float64Array.of(-2, -1.5) });
    expect(await read('array-empty')).toEqual({ dtype: 'float32', shape: [0, 5], data: new Float32Array(0) });
    expect(await read('array-scalar')).toEqual({ dtype: 'int16', shape: [], data: Int16Array.of(7) });
    expect(await read('scalars')).toEqual([5, 1.5, true, 2n ** 63n]);
    expect(await read('bytearray')).toEqual(bytes('abc'));
  });

  it('does not copy the elements of an array', async () => {
    const data = pickle('uint8-4');
    expect(((await readPickle(data)) as { data: Uint8Array }).data.buffer).toBe(data.buffer);
  });

  it.each([
    ['bad-system-0', /the name "posix\.system" \(GLOBAL\) at byte 0:/],
    ['bad-system-2', /the name "posix\.system" \(GLOBAL\) at byte 2:/],
    ['bad-system-4', /the name "posix\.system" \(STACK_GLOBAL\) at byte \d+:/],
    ['bad-eval', /the name "__builtin__\.eval" \(GLOBAL\) at byte 0:/],
    ['bad-instance-2', /the name "__main__\.Plain" \(GLOBAL\)/],
    ['bad-instance-4', /the name "__main__\.Plain" \(STACK_GLOBAL\)/],
    ['bad-newobj-ex', /the name "__main__\.Slots"/],
    ['bad-set', /the opcode EMPTY_SET at byte/],
    ['bad-frozenset', /the opcode FROZENSET at byte/],
    ['bad-ordered', /the name "collections\.OrderedDict"/],
    ['bad-complex', /the name "__builtin__\.complex"/],
    ['bad-object-array', /the NumPy type "O8", which is not one of numbers at byte/],
    ['bad-structured', /the NumPy type "V1"/],
    ['bad-text-array', /the NumPy type "U1"/],
    ['bad-date-array', /the NumPy type "M8"/],
    ['bad-function', /a name or a NumPy type as a value at byte/],
    ['bad-type', /a name or a NumPy type as a value at byte/],
    ['bad-inst', /the name "os\.system" \(INST\) at byte 7:/],
    ['bad-obj', /the name "os\.system" \(GLOBAL\) at byte 3:/],
    ['bad-obj-known', /the opcode OBJ at byte 20:/],
    ['bad-newobj', /the opcode NEWOBJ at byte 20:/],
    ['bad-build', /the state of an object \(BUILD\) at byte/],
    ['bad-persid', /the opcode PERSID at byte 0:/],
    ['bad-binpersid', /the opcode BINPERSID at byte 4:/],
    ['bad-reduce', /a call \(REDUCE\) of what is no name at byte 7:/],
    ['bad-reduce-known', /a use of ndarray that is not known at byte 20:/],
    ['bad-encode', /a use of encode that is not known at byte/],
    ['bad-protocol', /pickle protocol 6 at byte 0: expected at most 5\./],
    ['bad-ext', /the opcode EXT1 at byte 2:/],
    ['bad-buffer', /the opcode NEXT_BUFFER at byte/],
  ])('refuses %s', async (name, message) => {
    const error = await errorOf(pickle(name));
    expect(error).toMatch(message);
    expect(error).toMatch(/: expected (plain data|a pickle of plain data|at most)/);
  });

  it('can drop what is on the stack, up to a mark or not', async () => {
    expect(await readPickle(bytes('NK\x01(K\x021(00.'))).toBeNull();
    expect(await readPickle(bytes('K\x012\x86.'))).toEqual([1, 1]);
  });

  it('tests every pickle that was made', () => {
    expect(names(/^bad/)).toHaveLength(30);
  });

  it.each([
    ['', '<bytes> ends in the middle of the pickle, at byte 0: expected the rest of what begins at byte 0.'],
    ['N', '<bytes> ends in the middle of the pickle, at byte 1: expected the rest of what begins at byte 1.'],
    ['.', 'an empty stack at byte 0'],
    ['\x8a\x05\x01.', 'ends in the middle'],
    [
      'B\xff\xff\xff\xffab',
      'ends in the middle of the pickle, at byte 7: expected the rest of what begins at byte 5',
    ],
    ['\x8e\xff\xff\xff\xff\xff\xff\xff\xffab', 'ends in the middle'],
    ['\x8b\xff\xff\xff\x7f.', 'an int of 2147483647 bytes at byte 5: expected at most 4300'],
    ['X\x01\0\0\0\xff.', 'text that is not UTF-8 at byte 5'],
    ['t.', 'no mark at byte 0'],
    ['(N0(0.', 'an empty stack'],
    ['}(K\x01u.', 'a key without a value at byte 4'],
    ['}(NNNNu.', 'the key "null" twice at byte 6'],
    ['}])s.', 'a key that is a tuple or an object at byte 3'],
    ['NNa.', 'items for what is not a list at byte 2'],
    ['h\x07.', 'a reference to memo 7, where nothing is at byte 0'],
    ['I1x\n.', '"1x" at byte 1: expected an int'],
    ['F1e\n.', '"1e" at byte 1: expected a float'],
    ['S"a\n.', 'a string that is not in quotes at byte 0'],
    ['V\\u12\n.', 'an escape that is no character at byte 0'],
    ['g-1\n.', '"-1" at byte 1: expected an index'],
    ['K\x01K\x02\x93.', 'a name that is not text at byte 4'],
    [
      'cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\x85U\x01b\x87R.',
      'a NumPy array that is never filled',
    ],
  ])('says what is wrong with %j', async (text, message) => {
    expect(await errorOf(bytes(text))).toContain(message);
  });

  it('does not copy the same bytes again and again', async () => {
    const long = `B\0\x10\0\0${'a'.repeat(4096)}q\0`;
    const array =
      'cnumpy.core.numeric\n_frombuffer\n(h\0cnumpy\ndtype\nU\x02i2\x89\x88\x87RM\0\x08\x85U\x01C';
    expect(await errorOf(bytes(`${long}](${`}h\0Ns`.repeat(1000)}e.`))).toContain(
      'the same bytes too many times',
    );
    expect(
      await errorOf(bytes(`${long}](${`${array.replace('U\x01C', 'X\x01\0\0\0C')}tR`.repeat(99)}e.`)),
    ).toContain('the same bytes too many times');
    const encoded = 'c_codecs\nencode\nh\0X\x06\0\0\0latin1\x86R';
    expect(await errorOf(bytes(`${long.replace('B', 'X')}](${encoded.repeat(200)}e.`))).toContain(
      'too many times',
    );
  });

  it('does not write out a value that holds the one below it twice, forty times over', async () => {
    const nested = `]q\x010${'h\x01h\x01\x86q\x010'.repeat(40)}`;
    expect(await errorOf(bytes(`${nested}cnumpy\ndtype\nh\x01\x85R.`))).toContain(
      'the NumPy type an array of 2, which is not one of numbers',
    );
  });

  it('fails only as it should', async () => {
    const corpus = names(/^(plain|uint8|fortran|array|scalars|cyclic)/).map(pickle);
    const { read, refused } = await expectOnlyDatasetErrors((data) => readPickle(data), corpus, {
      count: 2000,
    });
    expect(Math.min(read, refused)).toBeGreaterThan(0);
  });
});
