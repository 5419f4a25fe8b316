import { createHash } from 'node:crypto';
import type { DownloadOptions } from '../src/download/download.js';
import type { RemoteFile } from '../src/download/remote-file.js';
import { type Fault, type FaultyServer, faultyServer } from './faulty-server.js';

export interface FaultTools {
  /** An empty folder for the cache, which is removed afterwards. */
  readonly cache: string;
  /** The bundled `download-child.ts`. */
  readonly child: string;
  /** An empty folder on a disk with room for this many bytes, if there is one. */
  readonly smallDisk?: { readonly folder: string; readonly bytes: number };
}

/** What is known of the file: without a checksum, a wrong file of the right length cannot be told. */
export type Proof = 'sha256' | 'md5' | 'bytes' | 'none';

export type Random = (below: number) => number;
export type Result = { readonly path: string } | { readonly error: unknown };

/** The file and the servers of one run. */
export interface World {
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

export async function makeWorld(random: Random, tools: FaultTools, proofs: readonly Proof[]): Promise<World> {
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

/** Integers from 0 to below - 1 (mulberry32). */
export function randomOf(seed: number): Random {
  let state = Math.imul(seed + 1, 0x9e3779b1);
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}
