import { readdir, readFile } from 'node:fs/promises';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { type ParquetWriteOptions, parquetWriteBuffer } from 'hyparquet-writer';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fileServer } from '../../../test/file-server.js';
import { expectOnlyDatasetErrors } from '../../../test/fuzz.js';
import { httpSource } from '../../sources/http-source.js';
import { parquet, parquetMetadata } from './parquet.js';

const fixtures = new URL('../../../test/fixtures/parquet/', import.meta.url);
const fixture = (name: string) => readFile(new URL(`${name}.parquet`, fixtures));

function written(columnData: ParquetWriteOptions['columnData'], options: Partial<ParquetWriteOptions> = {}) {
  return parquetWriteBuffer({ columnData, ...options });
}

/** What `DESCRIPTION.md` beside the fixtures says that DuckDB wrote in row `i`. */
function duckRow(i: number) {
  return {
    id: i,
    u32: i * 7,
    dbl: i / 8,
    txt: i % 7 === 0 ? null : `text ${i % 10} ünï`,
    flag: i % 4 === 0 ? null : i % 8 === 1,
    dte: new Date(Date.UTC(1969, 11, 1 + i * 30)),
    ts: new Date(Math.floor((-876_544 + i * 1_234_567) / 1000)),
    tm: 1500 + i * 1000,
    dec9: i * 1.25,
    dec30: Number((-i * 1000.001).toFixed(3)),
    lst: i % 5 === 0 ? null : range(i % 4),
    lst2: i % 6 === 0 ? null : range(i % 3).map((j) => [String(j), null]),
    st: i % 9 === 0 ? null : { a: i, b: { c: `x${i}`, d: i % 2 === 0 ? null : [1, 2] } },
    mp: i % 9 === 0 ? null : { k1: i, [`k${(i % 3) + 2}`]: null },
    uid: `00000000-0000-4000-8000-0000000000${String(i).padStart(2, '0')}`,
    blb: Uint8Array.of(0xaa, (i % 20) + 65),
    nul: null,
    js: { a: i },
  };
}

/** The same for what Arrow wrote. */
function arrowRow(i: number) {
  return {
    text: i % 7 === 0 ? null : `prefix/${Math.floor(i / 10)}/item-${i}`,
    flag: i % 3 === 0,
    int: Math.imul(i, 2654435761),
    long: i * i - 5000,
    double: Math.sqrt(i),
    list: i % 5 === 0 ? null : range(i % 4).map((j) => i + j),
    runs: range(i % 50 === 0 ? 700 : 1).map((j) => i + j),
  };
}

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}

const duckFixtures = ['uncompressed', 'snappy', 'gzip', 'zstd', 'brotli', 'lz4_raw', 'v2'];
const arrowFixtures = ['v1', 'v1-delta', 'v2', 'v2-dictionary'];

describe('files that others wrote', () => {
  it.each(duckFixtures)('are read as DuckDB wrote them: %s', async (name) => {
    const rows = await parquet(await fixture(`duckdb-${name}`)).toArray();
    expect(rows).toEqual(range(60).map(duckRow));
  });

  it.each(arrowFixtures)('are read as Arrow wrote them, with many pages and row groups: %s', async (name) => {
    const rows = await parquet(await fixture(`arrow-${name}`)).toArray();
    expect(rows).toEqual(range(200).map(arrowRow));
  });

  it('are read from a path and from a Blob alike', async () => {
    const url = new URL('duckdb-snappy.parquet', fixtures);
    expect(await parquet(url).toArray()).toEqual(range(60).map(duckRow));
    const blob = new Blob([await fixture('duckdb-gzip')]);
    expect(await parquet(blob, { columns: ['mp', 'id'] }).toArray()).toEqual(
      range(60).map((i) => ({ mp: duckRow(i).mp, id: i })),
    );
  });

  it('are read without what only Node has', async () => {
    vi.stubGlobal('process', { ...process, getBuiltinModule: undefined });
    try {
      for (const name of duckFixtures) {
        expect(await parquet(await readFile(new URL(`duckdb-${name}.parquet`, fixtures))).toArray()).toEqual(
          range(60).map(duckRow),
        );
      }
    } finally {
      vi.unstubAllGlobals();
    }
  });
});

describe('values', () => {
  it('are kept exactly on demand', async () => {
    const rows = await parquet(await fixture('duckdb-zstd'), { exact: true }).toArray();
    expect(rows[3]).toMatchObject({ id: 3n, dec9: '3.75', dec30: '-3000.003', ts: 2_827_157n, u32: 21 });
    expect(rows[0]).toMatchObject({ dec9: '0.00', dec30: '0.000', ts: -876_544n });
  });

  it('that a number cannot hold are an error without `exact`', async () => {
    const file = written([{ name: 'id', data: [1n, 2n ** 53n, -(2n ** 63n)], type: 'INT64' }]);
    await expect(parquet(file).toArray()).rejects.toThrow(
      'In column id of row group 0 of <bytes> the integer 9007199254740992 is too large for a number without loss: read it with `exact: true`.',
    );
    const exact = await parquet(file, { exact: true }).toArray();
    expect(exact.map((row) => row.id)).toEqual([1n, 2n ** 53n, -(2n ** 63n)]);
  });

  it('of unsigned integers and half floats are read', async () => {
    const schema = [
      { name: 'root', num_children: 3 },
      { name: 'u8', type: 'INT32', converted_type: 'UINT_8', repetition_type: 'REQUIRED' },
      { name: 'u64', type: 'INT64', converted_type: 'UINT_64', repetition_type: 'OPTIONAL' },
      { name: 'half', type: 'FIXED_LEN_BYTE_ARRAY', type_length: 2, logical_type: { type: 'FLOAT16' } },
    ] as NonNullable<ParquetWriteOptions['schema']>;
    const file = written(
      [
        { name: 'u8', data: [0, 200, 255] },
        { name: 'u64', data: [2n ** 63n, null, 7n] as never },
        { name: 'half', data: [1.5, -2, 0.25] },
      ],
      { schema },
    );
    expect(await parquet(file, { exact: true }).toArray()).toEqual([
      { u8: 0, u64: 2n ** 63n, half: 1.5 },
      { u8: 200, u64: null, half: -2 },
      { u8: 255, u64: 7n, half: 0.25 },
    ]);
  });

  it('do not hold on to the page that they were in', async () => {
    const data = range(100).map((i) => Uint8Array.of(i));
    const [row] = await parquet(written([{ name: 'image', data, type: 'BYTE_ARRAY' }])).toArray();
    expect((row!.image as Uint8Array).buffer.byteLength).toBe(1);
    const hash = {
      name: 'hash',
      type: 'FIXED_LEN_BYTE_ARRAY',
      type_length: 1,
      repetition_type: 'REQUIRED',
    } as const;
    const fixed = written([{ name: 'hash', data }], {
      schema: [{ name: 'root', num_children: 1 }, hash],
      codec: 'UNCOMPRESSED',
    });
    const rows = await parquet(Buffer.from(fixed)).toArray();
    expect(rows[7]).toEqual({ hash: Uint8Array.of(7) });
    expect((rows[7]!.hash as Uint8Array).buffer.byteLength).toBe(1);
  });

  it('keep a byte-order mark, and must be UTF-8', async () => {
    const marked = written([{ name: 'text', data: ['\ufeffa'], type: 'STRING' }]);
    expect(await parquet(marked).toArray()).toEqual([{ text: '\ufeffa' }]);
    const schema = [
      { name: 'root', num_children: 1 },
      { name: 'text', type: 'BYTE_ARRAY', converted_type: 'UTF8' },
    ] as NonNullable<ParquetWriteOptions['schema']>;
    const broken = written([{ name: 'text', data: [Uint8Array.of(0xff)] }], { schema });
    await expect(parquet(broken).toArray()).rejects.toThrow(
      '<bytes> is a corrupt Parquet file: in column text of row group 0 a text is not UTF-8.',
    );
  });

  it.each([1, 10, 1000])('come in the same order whatever the sizes of pages: %i bytes', async (pageSize) => {
    const data = range(3000).map((i) => (i % 3 === 0 ? null : i));
    const text = range(3000).map((i) => 'x'.repeat(i % 5) + i);
    const file = written(
      [
        { name: 'n', data: data as never, type: 'INT32' },
        { name: 'text', data: text, type: 'STRING' },
      ],
      { pageSize, rowGroupSize: 1000 },
    );
    expect(await parquet(file).toArray()).toEqual(range(3000).map((i) => ({ n: data[i], text: text[i] })));
  });

  it.each(['GZIP', 'BROTLI', 'UNCOMPRESSED', 'SNAPPY'] as const)('are decompressed: %s', async (codec) => {
    const compressors = { GZIP: gzipSync, BROTLI: brotliCompressSync } as never;
    const text = range(5000).map((i) => `line ${i % 77}`);
    const file = written([{ name: 'text', data: text, type: 'STRING', encoding: 'PLAIN' }], {
      codec,
      compressors,
      pageSize: 10_000,
    });
    expect((await parquet(file).toArray()).map((row) => row.text)).toEqual(text);
  });
});

describe('metadata', () => {
  it('gives rows, columns, row groups and notes', async () => {
    const file = written([{ name: 'n', data: range(250), type: 'INT32', nullable: false }], {
      rowGroupSize: 100,
      kvMetadata: [{ key: 'huggingface', value: '{}' }],
      createdBy: 'a test',
    });
    const metadata = await parquetMetadata(file);
    expect(metadata).toMatchObject({ rows: 250, createdBy: 'a test', notes: { huggingface: '{}' } });
    expect(metadata.rowGroups.map((group) => group.rows)).toEqual([100, 100, 50]);
    expect(metadata.columns).toEqual([
      { name: 'n', kind: 'integer', nullable: false, physicalType: 'INT32', parts: [] },
    ]);
  });

  it('describes what is nested', async () => {
    const { columns } = await parquetMetadata(await fixture('duckdb-v2'));
    const kinds = Object.fromEntries(columns.map((column) => [column.name, column.kind]));
    expect(kinds).toEqual({
      id: 'integer',
      u32: 'integer',
      dbl: 'float',
      txt: 'text',
      flag: 'boolean',
      dte: 'date',
      ts: 'timestamp',
      tm: 'time',
      dec9: 'decimal',
      dec30: 'decimal',
      lst: 'list',
      lst2: 'list',
      st: 'struct',
      mp: 'map',
      uid: 'uuid',
      blb: 'bytes',
      nul: 'integer',
      js: 'json',
    });
    const part = (name: string) => columns.find((column) => column.name === name)!.parts;
    expect(part('lst')).toMatchObject([{ name: 'element', kind: 'integer' }]);
    expect(part('lst2')).toMatchObject([{ kind: 'list', parts: [{ kind: 'text' }] }]);
    expect(part('mp')).toMatchObject([
      { name: 'key', kind: 'text' },
      { name: 'value', kind: 'integer' },
    ]);
    expect(part('st')).toMatchObject([{ name: 'a' }, { name: 'b', kind: 'struct' }]);
    expect(columns.find((column) => column.name === 'ts')!.unit).toBe('MICROS');
  });

  it('may be longer than what is read first', async () => {
    const columns = range(1500).map((i) => ({
      name: `column number ${i}`,
      data: [i],
      type: 'INT32' as const,
    }));
    const file = written(columns);
    expect((await parquetMetadata(file)).columns).toHaveLength(1500);
    expect(await parquet(file, { columns: ['column number 1234'] }).toArray()).toEqual([
      { 'column number 1234': 1234 },
    ]);
  });
});

describe('a position', () => {
  it.each(['duckdb-zstd', 'arrow-v1', 'arrow-v2'])(
    'resumes with exactly the rest, anywhere: %s',
    async (name) => {
      const stream = parquet(await fixture(name));
      const all = await stream.toArray();
      for (let stop = 0; stop <= all.length; stop += 13) {
        const iteration = stream.iterate();
        for (let i = 0; i < stop; i++) await iteration.next();
        const from = JSON.parse(JSON.stringify(iteration.position));
        await iteration.return?.();
        const rest: unknown[] = [];
        for await (const row of stream.iterate({ from })) rest.push(row);
        expect(rest).toEqual(all.slice(stop));
      }
    },
  );

  it('of another file is refused', async () => {
    const iteration = parquet(await fixture('duckdb-zstd')).iterate();
    await iteration.next();
    const other = parquet(written([{ name: 'n', data: [1, 2] }])).iterate({ from: iteration.position });
    await expect(other.next()).rejects.toThrow(
      'This position is of another file than <bytes>: it is at row 1 of row group 0 of 60 rows, the file has 1 row groups and 2 rows.',
    );
    expect(() => parquet(new Uint8Array(0)).iterate({ from: { at: 'csv' } })).toThrow(/another pipeline/);
  });
});

describe('over HTTP', () => {
  const wide = range(3).map((i) => ({
    name: `c${i}`,
    data: Float64Array.from({ length: 50_000 }, (_, row) => Math.sin(row + i)) as never,
    type: 'DOUBLE' as const,
    nullable: false,
  }));
  const file = new Uint8Array(written(wide, { rowGroupSize: 20_000, codec: 'UNCOMPRESSED' }));

  afterEach(() => vi.restoreAllMocks());

  it('fetches only the metadata and the chosen columns', async () => {
    const server = await fileServer();
    server.files.set('/a.parquet', file);
    const { rowGroups } = await parquetMetadata(file);
    const rows = await parquet(`${server.url}/a.parquet`, { columns: ['c1'] }).toArray();
    expect(rows).toHaveLength(50_000);
    expect(rows[777]).toEqual({ c1: Math.sin(778) });
    const perColumn = rowGroups.reduce((sum, group) => sum + group.bytes, 0) / 3;
    // One byte for the size, 64 KiB at the end, and the column: about a third of the file.
    expect(file.length).toBeGreaterThan(1_200_000);
    expect(server.bytes).toBeLessThan(perColumn + 2 ** 16 + 1000);
    expect(server.bytes).toBeGreaterThan(perColumn - 2 ** 16);
    expect(server.requests).toHaveLength(2 + 3);
    await server.close();
  });

  it('fetches one range per row group where all columns are chosen, and only the groups that are read', async () => {
    const server = await fileServer();
    server.files.set('/a.parquet', file);
    const source = httpSource(`${server.url}/a.parquet`, { size: file.length });
    const iteration = parquet(source).iterate();
    expect((await iteration.next()).value).toEqual({ c0: 0, c1: Math.sin(1), c2: Math.sin(2) });
    await iteration.return?.();
    expect(server.requests).toHaveLength(2);
    expect(server.bytes).toBeLessThan(2 ** 16 + 20_000 * 8 * 3 + 2000);
    server.requests.length = 0;
    const before = parquet(file, { columns: ['c0'] }).iterate();
    for (let row = 0; row < 49_999; row++) await before.next();
    const rest: unknown[] = [];
    for await (const row of parquet(source, { columns: ['c0'] }).iterate({ from: before.position }))
      rest.push(row);
    expect(rest).toEqual([{ c0: Math.sin(49_999) }]);
    expect(server.requests.length).toBeLessThanOrEqual(2);
    await server.close();
  });
});

describe('what cannot be read', () => {
  it('is named with the reason', async () => {
    const fails = (bytes: Uint8Array, message: RegExp | string) =>
      expect(parquet(bytes).toArray()).rejects.toThrow(message);
    await fails(new Uint8Array(0), '<bytes> is not a Parquet file: it has only 0 bytes.');
    await fails(
      new TextEncoder().encode('a,b\n1,2\n3,4\n'),
      '<bytes> is not a Parquet file: expected PAR1 at its end, received "3,4\\n".',
    );
    await fails(
      new TextEncoder().encode('12345678PARE'),
      /is an encrypted Parquet file, which is not read here\.$/,
    );
    const file = new Uint8Array(await fixture('duckdb-snappy'));
    const long = file.slice();
    long.set([0xff, 0xff, 0xff, 0x7f], long.length - 8);
    await fails(long, '<bytes> is a corrupt Parquet file: its metadata claims to be 2147483647 bytes long.');
    const short = new Uint8Array([...file.subarray(0, 3000), ...file.subarray(file.length - 4000)]);
    await fails(short, /^<bytes> is a corrupt Parquet file: /);
    await expect(parquet('none.parquet').toArray()).rejects.toThrow('There is no file none.parquet.');
  });

  it('are columns that the file lacks', async () => {
    const file = written([
      { name: 'text', data: ['a'] },
      { name: 'label', data: [1] },
    ]);
    await expect(parquet(file, { columns: ['txt'] }).toArray()).rejects.toThrow(
      'There is no column "txt" in <bytes>: expected some of text, label.',
    );
    await expect(parquet(file, { columns: [] }).toArray()).rejects.toThrow(/`columns` is empty/);
  });

  it('are mutants, which never crash, hang or fill the memory', async () => {
    const names = (await readdir(fixtures)).filter((name) => name.endsWith('.parquet'));
    const corpus = await Promise.all(
      names.map(async (name) => new Uint8Array(await readFile(new URL(name, fixtures)))),
    );
    corpus.push(
      new Uint8Array(
        written(
          [
            { name: 'n', data: range(500).map((i) => (i % 3 ? i : null)) as never, type: 'INT32' },
            { name: 'text', data: range(500).map((i) => `t${i % 9}`), type: 'STRING' },
          ],
          { pageSize: 100 },
        ),
      ),
    );
    const { read, refused } = await expectOnlyDatasetErrors((bytes) => parquet(bytes).toArray(), corpus, {
      count: 400,
    });
    expect(read).toBeGreaterThan(20);
    expect(refused).toBeGreaterThan(100);
  });
});
