import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FileServer, failWith, fileServer } from '../../test/file-server.js';
import { readImage } from '../images/read-image.js';
import { cardFrom, huggingFace } from './hugging-face.js';
import { configAndSplitOf } from './hugging-face-hub.js';

/** A PNG of one red pixel. */
const red = Uint8Array.from(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC',
    'base64',
  ),
);

const note = JSON.stringify({
  info: {
    description: 'What happened.',
    license: 'MIT',
    citation: '',
    features: {
      text: { dtype: 'string', _type: 'Value' },
      label: { names: ['World', 'Sports'], _type: 'ClassLabel' },
      image: { _type: 'Image' },
    },
  },
});

function shard(from: number, to: number): Uint8Array {
  const rows = Array.from({ length: to - from }, (_, i) => from + i);
  return new Uint8Array(
    parquetWriteBuffer({
      schema: [
        { name: 'root', num_children: 3 },
        { name: 'text', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
        { name: 'label', type: 'INT64', repetition_type: 'OPTIONAL' },
        { name: 'image', num_children: 2, repetition_type: 'OPTIONAL' },
        { name: 'bytes', type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' },
        { name: 'path', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
      ],
      columnData: [
        { name: 'text', data: rows.map((i) => `news ${i}`) },
        { name: 'label', data: rows.map((i) => BigInt(i % 2)) },
        { name: 'image', data: rows.map((i) => ({ bytes: red, path: `${i}.png` })) },
      ],
      rowGroupSize: 10,
      kvMetadata: [{ key: 'huggingface', value: note }],
    }),
  );
}

function row(i: number) {
  return { text: `news ${i}`, label: i % 2, image: { bytes: red, path: `${i}.png` } };
}

let hub: FileServer;
/** Where the Hub redirects to for the bytes of files. */
let cdn: FileServer;

function json(body: unknown, status = 200, headers: Record<string, string> = {}): void {
  const answer = (_: unknown, response: import('node:http').ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
  for (const path of ['/parquet?dataset=o%2Fnews', '/api/datasets/o/news/parquet'])
    hub.files.set(path, answer);
}

/** The documented shape of the viewer's answer. */
function viewerAnswer(
  entries: readonly (readonly [config: string, split: string, path: string, size?: number])[],
) {
  return {
    parquet_files: entries.map(([config, split, path, size]) => ({
      dataset: 'o/news',
      config,
      split,
      url: `${hub.url}${path}`,
      filename: path.split('/').at(-1),
      ...(size === undefined ? {} : { size }),
    })),
    pending: [],
    failed: [],
    partial: false,
  };
}

const options = () => ({ endpoint: hub.url, viewer: hub.url, firstDelay: 0.001 });
const FILES = '/datasets/o/news/resolve/refs%2Fconvert%2Fparquet';

beforeEach(async () => {
  for (const name of ['HF_TOKEN', 'HF_ENDPOINT', 'RNNLAB_OFFLINE']) vi.stubEnv(name, undefined);
  hub = await fileServer();
  cdn = await fileServer();
  const shards = { 'train/0000': shard(0, 25), 'train/0001': shard(25, 30), 'test/0000': shard(100, 103) };
  for (const [name, bytes] of Object.entries(shards)) {
    cdn.files.set(`/blob/${name}`, bytes);
    hub.files.set(`${FILES}/default/${name}.parquet`, (_, response) =>
      response.writeHead(302, { location: `${cdn.url}/blob/${name}?Signature=s` }).end(),
    );
  }
  json(
    viewerAnswer([
      ['default', 'test', `${FILES}/default/test/0000.parquet`, shards['test/0000'].length],
      ['default', 'train', `${FILES}/default/train/0000.parquet`, shards['train/0000'].length],
      ['default', 'train', `${FILES}/default/train/0001.parquet`],
    ]),
  );
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all([hub.close(), cdn.close()]);
});

describe('a dataset of the Hub', () => {
  it('is streamed file after file', async () => {
    const stream = await huggingFace('o/news', options());
    expect(await stream.toArray()).toEqual(Array.from({ length: 30 }, (_, i) => row(i)));
    const test = await huggingFace('o/news', { ...options(), split: 'test' });
    expect(await test.toArray()).toEqual([100, 101, 102].map(row));
  });

  it('says what its columns hold', async () => {
    const { card } = await huggingFace('o/news', options());
    expect(card).toEqual({
      name: 'o/news',
      source: `${hub.url}/datasets/o/news`,
      description: 'What happened.',
      license: 'MIT',
      features: { text: { kind: 'text' }, label: { kind: 'label', names: ['World', 'Sports'] } },
    });
  });

  it('has a card for columns of any name', () => {
    const note = '{"info":{"features":{"__proto__":{"_type":"ClassLabel","names":["a"]}}}}';
    const { features } = cardFrom('o/news', hub.url, note);
    expect(Object.entries(features!)).toEqual([['__proto__', { kind: 'label', names: ['a'] }]]);
    expect(Object.getPrototypeOf(features)).toBe(Object.prototype);
  });

  it('has images that can be decoded', async () => {
    interface Row {
      image: { bytes: Uint8Array; path: string };
    }
    const stream = await huggingFace<Row>('o/news', { ...options(), columns: ['image'] });
    for await (const { image } of stream.take(1)) {
      expect(await readImage(image.bytes)).toMatchObject({ width: 1, height: 1, channels: 3 });
    }
  });

  it('has the chosen columns only', async () => {
    const stream = await huggingFace('o/news', { ...options(), split: 'test', columns: ['label'] });
    expect(await stream.toArray()).toEqual([{ label: 0 }, { label: 1 }, { label: 0 }]);
    await expect(huggingFace('o/news', { ...options(), columns: ['labels'] })).rejects.toThrow(
      /There is no column "labels" in .*: expected some of text, label, image\.$/,
    );
  });

  it('resumes at a position with exactly the rest, in any file', async () => {
    const stream = await huggingFace('o/news', options());
    for (const stop of [0, 1, 10, 24, 25, 26, 29, 30]) {
      const iteration = stream.iterate();
      for (let i = 0; i < stop; i++) await iteration.next();
      const from = JSON.parse(JSON.stringify(iteration.position));
      const again = await huggingFace('o/news', options());
      const rest: unknown[] = [];
      for await (const example of again.iterate({ from })) rest.push(example);
      expect(rest).toEqual(Array.from({ length: 30 - stop }, (_, i) => row(stop + i)));
    }
    const from = stream.iterate().position;
    const other = await huggingFace('o/news', { ...options(), split: 'test' });
    expect(() => other.iterate({ from })).toThrow(/another pipeline/);
  });

  it('is found through the Hub alone, where there is no viewer', async () => {
    json({
      default: {
        train: [`${hub.url}${FILES}/default/train/0000.parquet`],
        test: [`${hub.url}${FILES}/default/test/0000.parquet`],
      },
    });
    const stream = await huggingFace('o/news', { ...options(), viewer: false, split: 'test' });
    expect(await stream.toArray()).toEqual([100, 101, 102].map(row));
    expect(hub.requests[0]).toBe('GET /api/datasets/o/news/parquet');
    vi.stubEnv('HF_ENDPOINT', `${hub.url}/`);
    expect(await (await huggingFace('o/news', { split: 'test' })).toArray()).toHaveLength(3);
  });

  it('has its own files read at a revision', async () => {
    const tree = [
      { type: 'directory', path: 'data', size: 0, oid: 'a' },
      { type: 'file', path: 'README.md', size: 10, oid: 'b' },
      { type: 'file', path: 'data/train-00001-of-00002.parquet', size: shard(2, 4).length, oid: 'c' },
    ];
    const rest = [{ type: 'file', path: 'data/train-00000-of-00002.parquet', oid: 'd' }];
    const at = '/api/datasets/o/news/tree/v1%2Ffirst?recursive=true';
    hub.files.set(at, (_, response) => {
      response.writeHead(200, { link: `<${hub.url}${at}&cursor=x>; rel="next"` }).end(JSON.stringify(tree));
    });
    hub.files.set(`${at}&cursor=x`, (_, response) => response.end(JSON.stringify(rest)));
    hub.files.set('/datasets/o/news/resolve/v1%2Ffirst/data/train-00000-of-00002.parquet', shard(0, 2));
    hub.files.set('/datasets/o/news/resolve/v1%2Ffirst/data/train-00001-of-00002.parquet', shard(2, 4));
    const stream = await huggingFace('o/news', { ...options(), revision: 'v1/first' });
    expect(await stream.toArray()).toEqual([0, 1, 2, 3].map(row));
  });
});

describe('paths in a repository', () => {
  it.each([
    ['data/train-00000-of-00002.parquet', 'default', 'train'],
    ['data/train-00000-of-00002-8b26bbb980ff3755.parquet', 'default', 'train'],
    ['test.parquet', 'default', 'test'],
    ['en/validation-00000-of-00001.parquet', 'en', 'validation'],
    ['en/data/train.parquet', 'en', 'train'],
    ['SelfRC/train/0000.parquet', 'SelfRC', 'train'],
    ['0000.parquet', 'default', '0000'],
  ])('say what they hold: %s', (path, config, split) => {
    expect(configAndSplitOf(path)).toEqual({ config, split, partial: false });
  });
});

describe('a token', () => {
  it.each(['option', 'environment'])('is sent to the Hub and not to where it redirects: %s', async (from) => {
    if (from === 'environment') vi.stubEnv('HF_TOKEN', 'hf_secret\n');
    const token = from === 'option' ? 'hf_secret' : undefined;
    await (await huggingFace('o/news', { ...options(), token })).toArray();
    expect(hub.headers.length).toBeGreaterThan(3);
    for (const headers of hub.headers) expect(headers.authorization).toBe('Bearer hf_secret');
    expect(cdn.headers.length).toBeGreaterThan(2);
    for (const headers of cdn.headers) expect(headers.authorization).toBeUndefined();
  });

  it('is not sent to files elsewhere', async () => {
    json({ default: { train: [`${cdn.url}/blob/train/0000`] } });
    const stream = await huggingFace('o/news', { ...options(), viewer: false, token: 'hf_secret' });
    expect(await stream.toArray()).toHaveLength(25);
    for (const headers of cdn.headers) expect(headers.authorization).toBeUndefined();
  });

  it('must be one', async () => {
    await expect(huggingFace('o/news', { ...options(), token: 'a b' })).rejects.toThrow(
      /is not one: expected letters/,
    );
  });
});

describe('what is not there', () => {
  it('is answered with what is', async () => {
    await expect(huggingFace('o/news', { ...options(), split: 'dev' })).rejects.toThrow(
      'o/news has no split "dev": expected one of config/split default/test, default/train.',
    );
    await expect(huggingFace('o/news', { ...options(), config: 'en' })).rejects.toThrow(
      'o/news has no config "en": expected one of config/split default/test, default/train.',
    );
    json(
      viewerAnswer([
        ['de', 'train', '/a'],
        ['en', 'train', '/b'],
        ['en', 'test', '/c'],
      ]),
    );
    await expect(huggingFace('o/news', options())).rejects.toThrow(
      'o/news has several configs: choose one with `config` (config/split: de/train, en/test, en/train).',
    );
    json({ ...viewerAnswer([]), pending: [{ dataset: 'o/news', config: 'default', split: 'train' }] });
    await expect(huggingFace('o/news', options())).rejects.toThrow(
      'default/train of o/news has no Parquet files yet: the Hub is still converting it, or could not.',
    );
    json(viewerAnswer([]));
    await expect(huggingFace('o/news', options())).rejects.toThrow(/^o\/news has no Parquet files: /);
  });

  it('is the rest of a split that was converted partly', async () => {
    json({
      ...viewerAnswer([['default', 'train', `${FILES}/default/partial-train/0000.parquet`]]),
      partial: true,
    });
    await expect(huggingFace('o/news', options())).rejects.toThrow(
      /^Only the beginning of default\/train of o\/news was converted to Parquet by the Hub: /,
    );
    hub.files.set(`${FILES}/default/partial-train/0000.parquet`, shard(0, 2));
    const stream = await huggingFace('o/news', { ...options(), allowPartial: true });
    expect(await stream.toArray()).toHaveLength(2);
  });

  it.each([
    [
      401,
      {},
      undefined,
      /^There is no public dataset o\/news: check its name at .* needs a token \(`token` or HF_TOKEN\)\.$/,
    ],
    [404, {}, 'hf_x', /^There is no dataset o\/news that your token gives access to: /],
    [
      403,
      {},
      undefined,
      /^o\/news is gated or not open to you: accept its conditions at .*, then pass a token/,
    ],
    [401, { 'x-error-code': 'GatedRepo' }, 'hf_x', /^o\/news is gated .*, with the account of your token\.$/],
    [501, {}, undefined, /cannot be read from the Hub: .* answered with status 501, "It said no\."\.$/],
  ])('is explained: status %i %j', async (status, headers, token, message) => {
    json({ error: 'It said no.' }, status, headers as Record<string, string>);
    const failed = huggingFace('o/news', { ...options(), token });
    await expect(failed).rejects.toThrow(message);
    await expect(failed).rejects.toMatchObject({ code: 'RNNLAB_HTTP', status });
    expect(hub.requests).toHaveLength(1);
  });

  it('is asked for again while the Hub is busy', async () => {
    const files = hub.files.get('/parquet?dataset=o%2Fnews')!;
    let tries = 0;
    hub.files.set('/parquet?dataset=o%2Fnews', (request, response) => {
      if (tries++ < 2) failWith(503)(request, response, red);
      else (files as (...args: unknown[]) => void)(request, response);
    });
    expect(await (await huggingFace('o/news', { ...options(), split: 'test' })).toArray()).toHaveLength(3);
    expect(tries).toBe(3);
  });

  it.each([[[]], [{ parquet_files: [{ config: 1 }] }], [{ parquet_files: [null] }], ['text'], [null]])(
    'is a clear error in another answer: %j',
    async (body) => {
      json(body);
      await expect(huggingFace('o/news', options())).rejects.toThrow(
        /did not answer with a list of Parquet files, as it is documented to\.$/,
      );
    },
  );

  it('is a page instead of JSON', async () => {
    hub.files.set('/parquet?dataset=o%2Fnews', (_, response) => response.end('<html>'));
    await expect(huggingFace('o/news', options())).rejects.toThrow(
      /did not answer with JSON: received "<html>"\.$/,
    );
  });

  it('is an unusable name or option', async () => {
    for (const name of ['../x', 'a/b/c', 'a b', '', 'o/..', './x']) {
      await expect(huggingFace(name, options())).rejects.toThrow(/is not the name of a dataset of the Hub/);
    }
    await expect(huggingFace('o/news', { subset: 'en' } as never)).rejects.toThrow(
      /huggingFace has no option "subset"/,
    );
    await expect(huggingFace('o/news', { endpoint: 'hub' })).rejects.toThrow(
      /`endpoint` must be an http\(s\) address/,
    );
    expect(hub.requests).toEqual([]);
  });

  it('is asked for offline', async () => {
    vi.stubEnv('RNNLAB_OFFLINE', '1');
    await expect(huggingFace('o/news', options())).rejects.toThrow(/turned off by RNNLAB_OFFLINE/);
    expect(hub.requests).toEqual([]);
  });
});
