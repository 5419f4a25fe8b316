import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { chunkedSource } from '../../test/chunked-source.js';
import { expectOnlyDatasetErrors } from '../../test/fuzz.js';
import { expectResumable } from '../../test/resume.js';
import { DatasetError } from '../error.js';
import { type CsvOptions, csv } from './csv.js';

const COLUMNS = 'expected an array of names, or an object of fields with the name or index of their column';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const rows = (text: string, options: CsvOptions = {}) => csv(bytesOf(text), options).toArray();

async function errorOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => 'no error',
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DatasetError);
  return (error as DatasetError).message;
}

describe('csv', () => {
  it('reads objects by the names of the header', async () => {
    expect(await rows('a,b\n1,2\n3,4\n')).toEqual([
      { a: '1', b: '2' },
      { a: '3', b: '4' },
    ]);
  });

  it('reads columns that are called as something every object has', async () => {
    const text = 'constructor,toString,hasOwnProperty\nx,y,3\n';
    const [row] = await csv(bytesOf(text), { types: { hasOwnProperty: 'integer' } }).toArray();
    expect(Object.entries(row as object)).toEqual([
      ['constructor', 'x'],
      ['toString', 'y'],
      ['hasOwnProperty', 3],
    ]);
  });

  it('reads arrays without a header, and objects with names for the columns', async () => {
    expect(await rows('1,2\n3,4', { header: false })).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
    expect(await rows('1,2', { header: false, columns: ['x', 'y'] })).toEqual([{ x: '1', y: '2' }]);
  });

  it('keeps the named columns, or maps fields to columns by name and index', async () => {
    const text = 'id,text,stars\n7,good,5\n';
    expect(await rows(text, { columns: ['stars', 'text'] })).toEqual([{ stars: '5', text: 'good' }]);
    expect(await rows(text, { columns: { label: 'stars', body: 1 } })).toEqual([
      { label: '5', body: 'good' },
    ]);
    expect(await rows('7,good', { header: false, columns: { body: 1 } })).toEqual([{ body: 'good' }]);
  });

  it('reads cells as their types and infers the type of a row', async () => {
    const stream = csv(bytesOf('n,i,b,d,s\n1.5e1,-7,TRUE,2020-01-02,x\nnan, 7 ,0,1970-01-01,y\n'), {
      types: { n: 'number', i: 'integer', b: 'boolean', d: (text: string) => new Date(text) },
      columns: ['n', 'i', 'b', 'd', 's'],
    });
    const [first, second] = await stream.toArray();
    expect(first).toEqual({ n: 15, i: -7, b: true, d: new Date('2020-01-02'), s: 'x' });
    expect(second).toEqual({ n: Number.NaN, i: 7, b: false, d: new Date(0), s: 'y' });
    expectTypeOf(first!).toEqualTypeOf<{
      readonly n: number;
      readonly i: number;
      readonly b: boolean;
      readonly d: Date;
      readonly s: string;
    }>();
    expectTypeOf(csv('f', { header: false, columns: { label: 0, text: 2 }, types: { label: 'integer' } }))
      .toHaveProperty('toArray')
      .returns.resolves.items.toEqualTypeOf<{ readonly label: number; readonly text: string }>();
    expectTypeOf(csv('f', { header: false }))
      .toHaveProperty('toArray')
      .returns.resolves.items.toEqualTypeOf<readonly string[]>();
    expectTypeOf(csv('f'))
      .toHaveProperty('toArray')
      .returns.resolves.items.toEqualTypeOf<Readonly<Record<string, string>>>();
    expect(await rows('1,a', { header: false, types: { 0: 'integer' } })).toEqual([[1, 'a']]);
  });

  it('knows the argument of a function for a cell, and that the other cells are strings', async () => {
    const objects = csv(bytesOf('a,b\n1,2\n'), { types: { a: (cell) => Number(cell) } });
    const [row] = await objects.toArray();
    expect(row).toEqual({ a: 1, b: '2' });
    expectTypeOf(row!.a).toEqualTypeOf<number>();
    expectTypeOf(row!.b!).toEqualTypeOf<string>();
    const arrays = csv(bytesOf('1,2\n'), { header: false, types: { 0: (cell) => cell === '1' } });
    const [cells] = await arrays.toArray();
    expect(cells).toEqual([true, '2']);
    expectTypeOf(cells![0]).toEqualTypeOf<boolean>();
    expectTypeOf(cells![1]!).toEqualTypeOf<string | boolean>();
    const named = csv('f', { columns: ['a', 'b'], types: { a: (cell) => cell.length } });
    expectTypeOf(named)
      .toHaveProperty('toArray')
      .returns.resolves.items.toEqualTypeOf<{ readonly a: number; readonly b: string }>();
  });

  it('reads quotes, line breaks and delimiters within quotes', async () => {
    expect(await rows('a,b\n"x ""y""",\n"1\n2\r\n","," \n'.replace('" \n', '"\n'))).toEqual([
      { a: 'x "y"', b: '' },
      { a: '1\n2\r\n', b: ',' },
    ]);
    expect(await rows('"","""",a"b\n', { header: false })).toEqual([['', '"', 'a"b']]);
  });

  it('reads TSV, other quotes and none', async () => {
    expect(await rows('a\tb\n1,5\t"2\t"\n', { delimiter: '\t' })).toEqual([{ a: '1,5', b: '2\t' }]);
    expect(await rows("'a,b',c\n", { header: false, quote: "'" })).toEqual([['a,b', 'c']]);
    expect(await rows('"a,b"\n', { header: false, quote: null })).toEqual([['"a', 'b"']]);
  });

  it('leaves out a byte-order mark, carriage returns and empty lines', async () => {
    expect(await rows('\uFEFFa,b\r\n\r\n1,2\r\n\n"3","4"\r\n\r')).toEqual([
      { a: '1', b: '2' },
      { a: '3', b: '4' },
    ]);
    expect(await rows('\uFEFF"a"\n1\n')).toEqual([{ a: '1' }]);
  });

  it('reads a last line without a break, and an empty last cell', async () => {
    for (const end of ['3,', '3,\r', '3,""', '3,\n', '3,""\r']) {
      expect(await rows(`a,b\n1,2\n${end}`)).toEqual([
        { a: '1', b: '2' },
        { a: '3', b: '' },
      ]);
    }
  });

  it('has no rows for a header alone or an empty file', async () => {
    expect(await rows('a,b\n')).toEqual([]);
    expect(await rows('')).toEqual([]);
    expect(await rows('\uFEFF\n\n', { header: false })).toEqual([]);
  });

  it('reads gzip', async () => {
    expect(await csv(new Uint8Array(gzipSync('a\n1\n'))).toArray()).toEqual([{ a: '1' }]);
  });

  it('fills and cuts ragged rows only when asked to', async () => {
    const text = 'a,b\n1\n1,2,3\n';
    expect(await rows(text, { ragged: 'accept' })).toEqual([
      { a: '1', b: '' },
      { a: '1', b: '2' },
    ]);
    expect(await rows(text, { ragged: 'accept', header: false })).toEqual([
      ['a', 'b'],
      ['1'],
      ['1', '2', '3'],
    ]);
    expect(await errorOf(rows(text))).toBe('<bytes> has 1 cell in line 2: expected 2, as in its first row.');
  });

  it('gives the rows before a fault, then the fault, each time', async () => {
    const stream = csv(bytesOf('a,b\n1,2\n3,4\n5\n'));
    for (let pass = 0; pass < 2; pass++) {
      const seen: string[] = [];
      const reading = (async () => {
        for await (const { a } of stream) seen.push(a!);
      })();
      expect(await errorOf(reading)).toContain('line 4');
      expect(seen).toEqual(['1', '3']);
    }
  });

  it.each([
    [
      'a,b\n1,"2\n3\n\n4',
      {},
      '<bytes> has a quote in line 2, column 2, that is never closed: expected " after the cell.',
    ],
    [
      'a,b\n"x\ny"z,2\n',
      {},
      '<bytes> has "z,2\\n" after the closing quote in line 3, column 1: expected "," or a line break (a quote within quotes is written twice).',
    ],
    [
      'a,b\r1,2\r',
      {},
      '<bytes> has a carriage return alone in its first row: expected line breaks of \\n or \\r\\n.',
    ],
    ['a,b\n1,2\n', { columns: ['c'] }, '<bytes> has no column "c": its header has "a", "b".'],
    ['a,b\n1,2\n', { columns: { x: 2 } }, '<bytes> has no column 2: expected an index from 0 to 1.'],
    [
      'a,a\n1,2\n',
      {},
      '<bytes> has more than one column "a": expected an index in `columns` that says which.',
    ],
    ['1,2\n', { header: false, columns: ['a'] }, '<bytes> has 2 columns in line 1: expected 1, for "a".'],
    [
      'a\n\n\n1x\n',
      { types: { a: 'number' } },
      '<bytes> has "1x" in line 4, column 1 (a): expected a number.',
    ],
    [
      'a\n9007199254740993\n',
      { types: { a: 'integer' } },
      '<bytes> has "9007199254740993" in line 2, column 1 (a): expected an integer.',
    ],
    [
      'a,b\n,yes\n',
      { types: { b: 'boolean' } },
      '<bytes> has "yes" in line 2, column 2 (b): expected true, false, 1 or 0.',
    ],
    [
      'a\n{\n',
      {
        types: {
          a: () => {
            throw new Error('no brace.');
          },
        },
      },
      '<bytes> has "{" in line 2, column 1 (a): expected what its type takes (no brace).',
    ],
    [
      'a\n1\n',
      { types: { b: 'number' } },
      '`types` names the field b, which <bytes> does not get: expected "a".',
    ],
    [
      '__proto__\n1\n',
      {},
      '<bytes> cannot have a field called __proto__: expected another name in `columns`.',
    ],
  ] satisfies [string, CsvOptions, string][])('refuses %j with %j', async (text, options, message) => {
    expect(await errorOf(rows(text, options))).toBe(message);
  });

  it('names the line of bytes that are not UTF-8, also when they are cut off', async () => {
    const bytes = Buffer.concat([
      Buffer.from('a,b\n1,"2\n'.padEnd(70_000, 'é')),
      Buffer.from('",\n'),
      Buffer.from([0xe9]),
    ]);
    const expected =
      'file has bytes that are not UTF-8 in line 4: expected text in UTF-8; if it is text, convert it first, for example by iconv -f LATIN1 -t UTF-8.';
    for (const size of [5000, 1e6])
      expect(await errorOf(csv(chunkedSource(bytes, size)).toArray())).toBe(expected);
    expect(await errorOf(csv(chunkedSource('a\n1\0', 1)).toArray())).toBe(
      'file has a NUL character in line 2, so it is not text: expected text in UTF-8.',
    );
    expect(await errorOf(csv(Buffer.from('\uFEFFa,b\n', 'utf16le')).toArray())).toContain(
      'not UTF-8 in line 1',
    );
  });

  it.each([
    [{ delimiter: '' }, '`delimiter` must be one character, received "".'],
    [{ delimiter: '\n' }, '`delimiter` must be one character, received "\\n".'],
    [{ quote: 'ab' }, '`quote` must be one character or null, received "ab".'],
    [{ delimiter: '"' }, '`delimiter` and `quote` must differ, but both are "\\"".'],
    [
      { types: { a: 'float' } },
      'The type of the field a must be string, number, integer, boolean or a function, received "float".',
    ],
    [{ header: 'no' }, '`header` must be true or false, received "no".'],
    [
      { header: false, columns: { y: 'y' } },
      '`columns` takes the field y from the column "y", but there is no header: expected an index from 0, or `header` true.',
    ],
    [
      { columns: { y: -1 } },
      '`columns` takes the field y from -1: expected the name of a column, or an index from 0.',
    ],
    [
      { header: false, columns: { y: 0.5 } },
      '`columns` takes the field y from 0.5: expected an index from 0.',
    ],
    [{ columns: '7' }, `\`columns\` is "7": ${COLUMNS}.`],
    [{ columns: null }, `\`columns\` is null: ${COLUMNS}.`],
    [{ columns: [] }, `\`columns\` is empty: ${COLUMNS}.`],
    [{ columns: {} }, `\`columns\` is empty: ${COLUMNS}.`],
    [{ columns: ['a', 1] }, `\`columns\` has 1 among its names: ${COLUMNS}.`],
    [{ columns: ['a', 'a'] }, '`columns` has "a" more than once: expected different names.'],
    [{ ragged: 'maybe' }, '`ragged` must be one of refuse, accept, received "maybe".'],
    [
      { separator: ';' },
      'csv has no option "separator"; expected one of header, columns, types, delimiter, quote, ragged.',
    ],
  ])('refuses the options %j', (options, message) => {
    expect(() => csv(bytesOf(''), options as CsvOptions)).toThrow(new DatasetError(message));
  });

  it('reads what a writer of RFC 4180 writes, in chunks of any size, and resumes anywhere', async () => {
    const cell = fc.stringMatching(/^[a-c",\n\r é😀]{0,20}$/u);
    await fc.assert(
      fc.asyncProperty(
        fc
          .integer({ min: 2, max: 4 })
          .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }))),
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 9 }),
        fc.boolean(),
        async (table, lineBreak, size, quoteAll) => {
          const write = (text: string) =>
            quoteAll || /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
          const text = table.map((row) => row.map(write).join(',') + lineBreak).join('');
          // A first row with a carriage return alone is refused: the header is another row.
          const source = chunkedSource(
            `${table[0]?.map(() => 'x').join(',') ?? ''}${lineBreak}${text}`,
            size,
          );
          const stream = csv(source, { header: false });
          expect((await stream.toArray()).slice(1)).toEqual(table);
          await expectResumable(() => stream);
          expect(source.open).toBe(0);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('resumes from any block of a larger file, plain or gzipped, with the right line in errors', async () => {
    const lines = Array.from({ length: 9000 }, (_, i) => `${i},"${'é'.repeat(i % 40)}\n",x`);
    const text = `\uFEFFid,text,last\n${lines.join('\n')}\nbad\n`;
    for (const bytes of [bytesOf(text), new Uint8Array(gzipSync(text))]) {
      const stream = csv(bytes, { types: { id: 'integer' } });
      const iteration = stream.iterate();
      for (let i = 0; i < 9000; i++) {
        expect((await iteration.next()).value?.id).toBe(i);
        if (i % 1777 !== 0) continue;
        const rest = stream.iterate({ from: iteration.position });
        expect((await rest.next()).value).toEqual({
          id: i + 1,
          text: `${'é'.repeat((i + 1) % 40)}\n`,
          last: 'x',
        });
        await rest.return();
      }
      const message = '<bytes> has 1 cell in line 18002: expected 3, as in its first row.';
      const { position } = iteration;
      expect(await errorOf(iteration.next())).toBe(message);
      expect(await errorOf(stream.iterate({ from: position }).next())).toBe(message);
      expect(JSON.stringify(position)).toMatch(/"offset":\d{6}/);
    }
  });

  it('fails only as it should', async () => {
    const corpus = [
      'a,b\n1,"x ""y""\n"\n2,é😀\r\n',
      '\uFEFFa,b\r\n"1","2"\r\n'.repeat(20),
      `n,m\n${'1.5,true\n'.repeat(50)}`,
    ].map(bytesOf);
    const zipped = [...corpus, new Uint8Array(gzipSync(corpus[2]!))];
    const options: CsvOptions[] = [
      {},
      { header: false, ragged: 'accept' },
      { columns: { n: 0 }, types: { n: 'number' } },
    ];
    for (const option of options) {
      const parse = (bytes: Uint8Array) => csv(chunkedSource(bytes, 37), option).toArray();
      const valid = option.types === undefined ? zipped : [zipped[2]!, zipped[3]!];
      const { read, refused } = await expectOnlyDatasetErrors(parse, valid, { count: 200 });
      expect(Math.min(read, refused)).toBeGreaterThan(0);
    }
  });

  it('refuses a position of another reader or beyond the file', async () => {
    const stream = csv(bytesOf('a\n1\n'));
    const { position } = csv(bytesOf('a\n1\n2\n3\n')).iterate();
    const beyond = JSON.parse(JSON.stringify(position).replace('"skip":0', '"skip":2'));
    expect(await errorOf(stream.iterate({ from: beyond }).next())).toBe(
      '<bytes> ends before the position to resume from: expected the same file as when it was stored.',
    );
    expect(() => stream.iterate({ from: { at: 'lines' } })).toThrow(DatasetError);
  });

  it('is named after its file', () => {
    expect(csv('data/train.csv').card).toEqual({ name: 'train.csv' });
    expect(csv('https://example.com/a/b.csv.gz').card?.name).toBe('b.csv.gz');
  });
});
