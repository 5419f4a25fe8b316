import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { type DownloadOptions, download } from '../src/download/download.js';
import type { RemoteFile } from '../src/download/remote-file.js';
import { DatasetError } from '../src/error.js';
import { type Fault, type FaultyServer, faultyServer } from './faulty-server.js';

/** What came of a download under one random fault, and afterwards without it. */
export interface FaultRun {
  readonly fault: FaultName;
  /** `'lost'`: wrong bytes, an unclear error, an error where the fault can be overcome, or a poisoned cache. */
  readonly outcome: 'right bytes' | 'clear error' | 'lost';
  /** What was lost. */
  readonly why?: string;
}

export interface FaultTools {
  /** An empty folder for the cache, which is removed afterwards. */
  readonly cache: string;
  /** The bundled `download-child.ts`. */
  readonly child: string;
  /** An empty folder on a disk with room for this many bytes, if there is one. */
  readonly smallDisk?: { readonly folder: string; readonly bytes: number };
}

type FaultName = keyof typeof SCENARIOS;
type Random = (below: number) => number;
type Result = { readonly path: string } | { readonly error: unknown };

/** The file and the servers of one run. */
interface World {
  readonly random: Random;
  readonly tools: FaultTools;
  readonly servers: FaultyServer[];
  readonly file: RemoteFile;
  readonly options: DownloadOptions;
  /** The faults of each mirror's requests, in turn. */
  readonly faults: Fault[][];
  content: Uint8Array;
  /** Contents that are right. */
  right: Uint8Array[];
}

/** Runs one random download with one random fault. The same seed gives the same one, but for the times of a machine. */
export async function runRandomFault(seed: number, tools: FaultTools): Promise<FaultRun> {
  const random = randomOf(seed);
  const names = Object.keys(SCENARIOS) as FaultName[];
  const fault = names[seed % names.length]!;
  const { proofs, expects, run } = SCENARIOS[fault] as Scenario;
  const world = await makeWorld(random, tools, proofs);
  try {
    const expected = await expects(world);
    const results = await run(world);
    const why = [...(await problems(world, results, expected)), ...(await problemsAfterwards(world))];
    if (why.length > 0) return { fault, outcome: 'lost', why: why.join('; ') };
    return { fault, outcome: results.every((result) => 'path' in result) ? 'right bytes' : 'clear error' };
  } finally {
    await Promise.all(world.servers.map((server) => server.close()));
    await fs.rm(tools.cache, { recursive: true, force: true });
  }
}

type Proof = 'sha256' | 'md5' | 'bytes' | 'none';
type Expected = 'right' | 'error' | 'either';

interface Scenario {
  /** What is known of the file: without a checksum, a wrong file of the right length cannot be told. */
  readonly proofs: readonly Proof[];
  /** Plans the faults, and says what must come of them. */
  readonly expects: (world: World) => Expected | Promise<Expected>;
  readonly run: (world: World) => Promise<Result[]>;
}

const ANY: readonly Proof[] = ['sha256', 'md5', 'bytes', 'none'];
const CHECKED: readonly Proof[] = ['sha256', 'md5'];

/** Each mirror fails a few times, and then works. */
function sometimes(fault: (world: World) => Fault): Scenario {
  return {
    proofs: ANY,
    expects(world) {
      for (const faults of world.faults) for (let i = world.random(4); i >= 0; i--) faults.push(fault(world));
      return 'right';
    },
    run: once,
  };
}

/** A connection is cut, and then the rest is not what it should be. */
function afterCut(fault: Fault): Scenario {
  const expects = (world: World): Expected => {
    for (const faults of world.faults) faults.push(cut(world), fault);
    return 'right';
  };
  return { proofs: fault.kind === 'if-range-ignored' ? CHECKED : ANY, expects, run: once };
}

/** The first mirrors always fail; with luck the last one works. */
function always(fault: (world: World) => Fault, proofs: readonly Proof[]): Scenario {
  return {
    proofs,
    expects(world) {
      const good = world.random(2) === 0 && world.faults.length > 1;
      const bad = good ? world.faults.slice(0, -1) : world.faults;
      for (const faults of bad) faults.push(...Array.from({ length: 60 }, () => fault(world)));
      return good ? 'right' : 'error';
    },
    run: once,
  };
}

const SCENARIOS = {
  cut: sometimes(cut),
  'no answer': sometimes(() => ({ kind: 'refuse' })),
  'not HTTP': sometimes(() => ({ kind: 'garbage' })),
  'server error': sometimes(({ random }) => ({
    kind: 'status',
    status: [500, 502, 503, 504, 429][random(5)]!,
  })),
  redirect: sometimes(() => ({ kind: 'redirect' })),
  'slow drip': sometimes(({ random, content }) => ({
    kind: 'drip',
    bytes: 1 + Math.floor(content.length / (1 + random(8))),
    pause: random(10),
  })),
  stall: sometimes(({ random, content }) => ({ kind: 'stall', after: random(content.length) })),
  'wrong once': {
    proofs: CHECKED,
    expects(world) {
      for (const faults of world.faults) faults.push({ kind: 'wrong-bytes' });
      return 'right';
    },
    run: once,
  },
  'wrong checksum': always(() => ({ kind: 'wrong-bytes' }), CHECKED),
  'wrong length': always(
    ({ random }) => ({ kind: 'wrong-length', by: (random(2) === 0 ? 1 : -1) * (1 + random(100)) }),
    ['sha256', 'md5', 'bytes'],
  ),
  'mirror down': always(
    ({ random }) => [{ kind: 'refuse' } as const, { kind: 'status', status: 404 } as const][random(2)]!,
    ANY,
  ),
  'range ignored': afterCut({ kind: 'range-ignored' }),
  'wrong range': afterCut({ kind: 'wrong-range' }),
  'condition ignored': afterCut({ kind: 'if-range-ignored' }),
  'changed file': {
    proofs: ANY,
    expects(world) {
      for (const faults of world.faults) faults.push(cut(world));
      world.right = [world.content, world.content.map((byte) => byte ^ 0x0f)];
      return 'sha256' in world.file || 'md5' in world.file ? 'either' : 'right';
    },
    async run(world) {
      const downloading = once(world);
      while (world.servers.every(({ requests }) => requests.length === 0)) await sleep(1);
      await sleep(world.random(15));
      world.content = world.right[1]!;
      return downloading;
    },
  },
  'disk full': {
    proofs: ANY,
    expects: ({ content, tools }) =>
      tools.smallDisk && content.length > tools.smallDisk.bytes ? 'error' : 'either',
    run: (world) =>
      world.tools.smallDisk ? onSmallDisk(world, world.tools.smallDisk.folder) : withoutRoom(world),
  },
  'two processes': {
    proofs: ANY,
    expects(world) {
      for (const faults of world.faults) faults.push(drip(world), cut(world));
      return 'right';
    },
    run: async (world) => [...(await once(world)), ...(await Promise.all([inChild(world), inChild(world)]))],
  },
  'killed process': {
    proofs: ANY,
    expects: dripping,
    async run(world) {
      await killed(world);
      return once(world);
    },
  },
  'killed while another waits': {
    proofs: ANY,
    expects: dripping,
    async run(world) {
      const [, ...results] = await Promise.all([killed(world), inChild(world), attempt(world)]);
      return results;
    },
  },
  aborted: {
    proofs: ANY,
    expects: dripping,
    async run(world) {
      const controller = new AbortController();
      const reason = new Error('aborted by the test');
      setTimeout(() => controller.abort(reason), world.random(60));
      const { error } = (await attempt(world, { signal: controller.signal })) as { error?: unknown };
      if (error !== undefined && error !== reason) return [{ error }];
      return once(world);
    },
  },
} satisfies Record<string, Scenario>;

function cut({ random, content }: World): Fault {
  return { kind: 'cut', after: random(content.length) };
}

function drip({ random, content }: World): Fault {
  return { kind: 'drip', bytes: 1 + Math.floor(content.length / 10), pause: random(20) };
}

function dripping(world: World): Expected {
  for (const faults of world.faults) faults.push(drip(world), drip(world));
  return 'right';
}

async function makeWorld(random: Random, tools: FaultTools, proofs: readonly Proof[]): Promise<World> {
  const size = [random(3), random(2000), random(200_000), random(200_000), random(3_000_000)][random(5)]!;
  const content = Uint8Array.from({ length: Math.max(1, size) }, () => random(256));
  const validator = (['etag', 'weak-etag', 'last-modified', 'none'] as const)[random(4)]!;
  const proof = proofs[random(proofs.length)]!;
  const world = {
    random,
    tools,
    content,
    servers: [] as FaultyServer[],
    faults: [] as Fault[][],
    right: [content],
  };
  const chunked = random(5) === 0;
  for (let i = random(3); i >= 0; i--) {
    const faults: Fault[] = [];
    world.faults.push(faults);
    const fault = () => faults.shift() ?? { kind: 'none' as const };
    world.servers.push(await faultyServer({ content: () => world.content, fault, validator, chunked }));
  }
  const hash = (algorithm: string) => createHash(algorithm).update(content).digest('hex');
  const file: RemoteFile = {
    name: 'data.bin',
    urls: world.servers.map(({ url }) => url),
    ...(proof === 'none' ? {} : { [proof]: proof === 'bytes' ? content.length : hash(proof) }),
  };
  const options = { cache: tools.cache, retries: 8, firstDelay: 0.002, timeout: 0.3 };
  return Object.assign(world, { file, options });
}

async function attempt({ file, options }: World, more: DownloadOptions = {}): Promise<Result> {
  return download(file, { ...options, ...more }).then(
    (path) => ({ path }),
    (error: unknown) => ({ error }),
  );
}

async function once(world: World): Promise<Result[]> {
  return [await attempt(world)];
}

function start({ file, options, tools }: World): ChildProcess {
  const argument = JSON.stringify({ file, options });
  return spawn(process.execPath, [tools.child, argument], { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function inChild(world: World): Promise<Result> {
  const child = start(world);
  let text = '';
  child.stdout!.on('data', (data) => {
    text += data;
  });
  await new Promise((resolve) => child.on('close', resolve));
  const { path, name, message } = JSON.parse(text) as { path?: string; name?: string; message?: string };
  if (path !== undefined) return { path };
  return { error: name === 'DatasetError' ? new DatasetError(message) : new Error(`${name}: ${message}`) };
}

/** Starts a download in a process of its own, and kills that at a random moment, often within the download. */
async function killed(world: World): Promise<void> {
  const child = start(world);
  const end = new Promise((resolve) => child.on('close', resolve));
  const { random, servers } = world;
  const early = random(4) === 0;
  const deadline = performance.now() + 5000;
  while (!early && servers.every(({ requests }) => requests.length === 0) && performance.now() < deadline)
    await sleep(1);
  await sleep(random(early ? 150 : 80));
  child.kill('SIGKILL');
  await end;
}

/** Lets writing fail after a random number of bytes. */
async function withoutRoom(world: World): Promise<Result[]> {
  const module = process.getBuiltinModule('node:fs/promises');
  const { open } = module;
  let room = world.random(Math.max(2, Math.floor(world.content.length * 1.3)));
  module.open = async (...args: Parameters<typeof open>) => {
    const handle = await open(...args);
    const write = handle.write.bind(handle) as (...args: unknown[]) => Promise<unknown>;
    handle.write = (async (bytes: Uint8Array, at: number, length: number, position: number) => {
      if (room === 0) throw Object.assign(new Error('no space left'), { code: 'ENOSPC', syscall: 'write' });
      const fits = Math.min(length, room);
      room -= fits;
      return write(bytes, at, fits, position);
    }) as typeof handle.write;
    return handle;
  };
  try {
    return await once(world);
  } finally {
    module.open = open;
  }
}

async function onSmallDisk(world: World, folder: string): Promise<Result[]> {
  const result = await attempt(world, { cache: folder });
  const bytes = 'path' in result ? await fs.readFile(result.path) : undefined;
  const left = (await fs.readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );
  for (const name of await fs.readdir(folder)) await fs.rm(join(folder, name), { recursive: true });
  if (bytes === undefined) {
    return left.length === 0
      ? [result]
      : [{ error: new Error(`left on the full disk: ${left.map(({ name }) => name)}`) }];
  }
  const copy = join(world.tools.cache, '..', `copy-${process.pid}`);
  await fs.writeFile(copy, bytes);
  return [{ path: copy }];
}

async function problems(world: World, results: readonly Result[], expected: Expected): Promise<string[]> {
  const found: string[] = [];
  for (const result of results) {
    if ('path' in result) {
      if (!(await isRight(world, result.path))) found.push('wrong bytes');
      else if (expected === 'error') found.push('no error');
    } else {
      const { name, message } = result.error as Error;
      const clear =
        result.error instanceof DatasetError &&
        /^[^\n]{20,1500}\.$/.test(message) &&
        !/undefined|\[object/.test(message);
      if (!clear) found.push(`unclear error: ${name}: ${message}`);
      else if (expected === 'right') found.push(`an error: ${message}`);
    }
  }
  const all = await fs.readdir(world.tools.cache, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of all) {
    if (entry.name !== 'data.bin' || (await isRight(world, join(entry.parentPath, entry.name)))) continue;
    found.push('wrong bytes in the cache');
  }
  return found;
}

/** Without the fault the same file must come, and then be there without any server. */
async function problemsAfterwards(world: World): Promise<string[]> {
  for (const faults of world.faults) faults.length = 0;
  const wasChecked = 'sha256' in world.file || 'md5' in world.file;
  if (wasChecked) world.content = world.right[0]!;
  const results = [await attempt(world), await attempt(world, { offline: true })];
  const lost = await problems(world, results, 'right');
  // A process that is killed at its very end leaves an empty lock or folder, but no bytes of the file twice.
  const left = await fs.readdir(world.tools.cache, { recursive: true });
  if (left.some((name) => /\.partial.*data$/.test(name))) lost.push(`left in the cache: ${left.join()}`);
  return lost.map((why) => `afterwards ${why}`);
}

async function isRight({ right }: World, path: string): Promise<boolean> {
  const bytes = await fs.readFile(path);
  return right.some((content) => bytes.equals(content));
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Integers from 0 to below - 1 (mulberry32). */
function randomOf(seed: number): Random {
  let state = Math.imul(seed + 1, 0x9e3779b1);
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}
