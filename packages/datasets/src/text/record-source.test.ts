import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { read, stored } from '../../test/resume.js';
import type { DatasetStream } from '../dataset.js';
import { DatasetError } from '../error.js';
import { type CsvOptions, csv } from '../readers/csv.js';
import { jsonLines } from '../readers/json-lines.js';
import { type ByteSource, bytesSource } from '../sources/byte-source.js';
import { textLines } from './text-lines.js';

const TEXT = 'a,b\n1,2\n3,4\n5,6\n';

function file(name = 'train.csv', text: string | Uint8Array = TEXT): ByteSource {
  return bytesSource(typeof text === 'string' ? new TextEncoder().encode(text) : text, name);
}

/** The error of going on in `other` at a position of `stream`, or what is then read. */
async function goOn(stream: DatasetStream<unknown>, other: DatasetStream<unknown>): Promise<unknown> {
  const iteration = stream.iterate();
  await read(iteration, 1);
  const from = stored(iteration.position);
  return (async () => read(other.iterate({ from })))().catch((error: unknown) => error);
}

const options: readonly CsvOptions[] = [
  { header: false },
  { header: false, columns: ['x', 'y'] },
  { columns: ['b'] },
  { columns: { b: 'a' } },
  { types: { a: 'number' } },
  { types: { a: Number } },
  { delimiter: ';' },
  { quote: "'" },
  { quote: null },
  { ragged: 'accept' },
];

it.each(options)('refuses a position of the same file with other options: %j', async (other) => {
  for (const [from, to] of [
    [{}, other],
    [other, {}],
  ]) {
    const error = await goOn(csv(file(), from), csv(file(), to));
    expect(error).toBeInstanceOf(DatasetError);
    expect((error as Error).message).toMatch(/^This position is of another pipeline: expected one of csv\(/);
  }
});

it('says how the options differ', async () => {
  const error = await goOn(csv(file(), { header: false, columns: ['x', 'y'] }), csv(file()));
  expect((error as Error).message).toBe(
    'This position is of another pipeline: expected one of csv(train.csv), received one of csv(train.csv, header false, columns ["x","y"]).',
  );
});

it('distinguishes long options', async () => {
  const columns = Array.from({ length: 60 }, (_, i) => `column-${i}`);
  const long = file('long.csv', `${columns.join(',')}\n`.repeat(3));
  const make = (last: string) => csv(long, { header: false, columns: [...columns.slice(1), last] });
  expect(await goOn(make('x'), make('y'))).toBeInstanceOf(DatasetError);
  expect(await goOn(make('x'), make('x'))).toHaveLength(2);
});

it.each([
  ['csv', (source: ByteSource) => csv(source)],
  ['textLines', (source: ByteSource) => textLines(source)],
  ['jsonLines', (source: ByteSource) => jsonLines(source)],
])('refuses a position of another file: %s', async (name, make) => {
  const text = name === 'jsonLines' ? '1\n2\n3\n' : TEXT;
  const renamed = await goOn(make(file('a', text)), make(file('b', text)));
  expect((renamed as Error).message).toBe(
    `This position is of another pipeline: expected one of ${name}(b), received one of ${name}(a).`,
  );
  const longer = await goOn(make(file('a', text)), make(file('a', `${text}7,8\n`)));
  expect((longer as Error).message).toBe(
    `This position is of another file: expected one of a with ${text.length + 4} bytes, received one with ${text.length}.`,
  );
  const moved = await goOn(make(file('here/a', text)), make(file('there/a', text)));
  expect(moved).toHaveLength(name === 'textLines' ? 3 : 2);
});

it('compares the bytes of a gzipped file as they are', async () => {
  const packed = gzipSync(TEXT);
  expect(await goOn(csv(file('a.gz', packed)), csv(file('a.gz', packed)))).toHaveLength(2);
  const other = gzipSync(`${TEXT}7,8\n`);
  expect(await goOn(csv(file('a.gz', packed)), csv(file('a.gz', other)))).toBeInstanceOf(DatasetError);
});

it('resumes in a source of unknown size', async () => {
  const unknown = { ...file(), size: () => Promise.reject(new Error('unknown')) };
  expect(await goOn(csv(unknown), csv(unknown))).toEqual([
    { a: '3', b: '4' },
    { a: '5', b: '6' },
  ]);
});

it('says that a gzipped file is damaged, rather than what that does to its text', async () => {
  const line = (i: number) => `${i},"a ""quoted"" text ${(i * 7919) % 1000}",${i % 7}\n`;
  const text = Array.from({ length: 20_000 }, (_, i) => line(i)).join('');
  const packed = gzipSync(text);
  for (let at = 1000; at < packed.length; at += Math.ceil(packed.length / 40)) {
    const damaged = Uint8Array.from(packed);
    damaged[at]! ^= 16;
    const error = await read(csv(file('a.gz', damaged), { header: false })).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(DatasetError);
    expect((error as Error).message).toMatch(/^a\.gz (has corrupt|ends in the middle of its) gzip data/);
  }
  const wrong = gzipSync(`${text}"open`);
  const error = await read(csv(file('a.gz', wrong), { header: false })).catch((reason: unknown) => reason);
  expect((error as Error).message).toMatch(
    /^a\.gz has a quote in line 20001, column 1, that is never closed/,
  );
});
