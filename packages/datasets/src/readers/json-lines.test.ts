import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunkedSource } from '../../test/chunked-source.js';
import { expectOnlyDatasetErrors } from '../../test/fuzz.js';
import { expectResumable } from '../../test/resume.js';
import { DatasetError } from '../error.js';
import { jsonLines } from './json-lines.js';

const errorOf = async (text: string, options = {}) => {
  const error = await jsonLines(chunkedSource(text, 1000), options)
    .toArray()
    .catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(DatasetError);
  return (error as DatasetError).message;
};

describe('jsonLines', () => {
  it('gives the value of each line, and skips blank ones', async () => {
    const stream = jsonLines(Buffer.from('\uFEFF{"a":1}\r\n\n[2]\nnull\n "x" '));
    expect(await stream.toArray()).toEqual([{ a: 1 }, [2], null, 'x']);
    expect(await jsonLines(new Uint8Array(gzipSync('1\n2\n'))).toArray()).toEqual([1, 2]);
  });

  it('reads any values in chunks of any size, and resumes anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue({ maxDepth: 2 })),
        fc.integer({ min: 1, max: 30 }),
        async (values, size) => {
          const lines = values.map((value) => JSON.stringify(value));
          const stream = jsonLines(chunkedSource(lines.join('\n'), size));
          expect(await stream.toArray()).toEqual(lines.map((line) => JSON.parse(line)));
          await expectResumable(() => stream);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('makes examples of values', async () => {
    const stream = jsonLines(Buffer.from('{"t":"a"}\n{"t":"b"}'), {
      parse: (value) => ({ text: (value as { t: string }).t }),
    });
    expect(await stream.toArray()).toEqual([{ text: 'a' }, { text: 'b' }]);
  });

  it('names the line that is not JSON', async () => {
    expect(await errorOf('{"a":1}\n\n{"a":}\n')).toBe(
      '<bytes> has {"a":} in line 3: expected one JSON value (Unexpected token \'}\').'.replace(
        '<bytes>',
        'file',
      ),
    );
    expect(await errorOf(`1\n${'[1'.repeat(100)}`)).toMatch(
      /^file has \[1\[1.{55}… in line 2: expected one JSON value \(.+\)\.$/,
    );
    expect(await errorOf('{"a":1} {"a":2}')).toContain('line 1: expected one JSON value');
  });

  it('names the line that parse refuses', async () => {
    const parse = (value: unknown) => {
      if (value !== 1) throw new TypeError('not one.');
      return value;
    };
    expect(await errorOf('1\n2\n', { parse })).toBe(
      'file has 2 in line 2, which `parse` refuses (not one): expected a value it takes.',
    );
  });

  it('fails only as it should', async () => {
    const text = `${JSON.stringify({ a: [1, null, 'é😀'], b: { c: 'x\n' } })}\n`;
    const corpus = [Buffer.from(text.repeat(5)), Buffer.from('1\n\n[2]\r\n"x"'), gzipSync(text)].map(
      (data) => new Uint8Array(data),
    );
    const { read, refused } = await expectOnlyDatasetErrors((bytes) => jsonLines(bytes).toArray(), corpus);
    expect(Math.min(read, refused)).toBeGreaterThan(0);
  });

  it('refuses an option it does not have', () => {
    expect(() => jsonLines('a', { reviver: 1 } as object)).toThrow(
      'jsonLines has no option "reviver"; expected parse.',
    );
  });
});
