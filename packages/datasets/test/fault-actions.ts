import { type ChildProcess, spawn } from 'node:child_process';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { type DownloadOptions, download } from '../src/download/download.js';
import { DatasetError } from '../src/error.js';
import type { Result, World } from './fault-world.js';

export async function attempt({ file, options }: World, more: DownloadOptions = {}): Promise<Result> {
  return download(file, { ...options, ...more }).then(
    (path) => ({ path }),
    (error: unknown) => ({ error }),
  );
}

export async function once(world: World): Promise<Result[]> {
  return [await attempt(world)];
}

function start({ file, options, tools }: World): ChildProcess {
  const argument = JSON.stringify({ file, options });
  return spawn(process.execPath, [tools.child, argument], { stdio: ['ignore', 'pipe', 'inherit'] });
}

export async function inChild(world: World): Promise<Result> {
  const child = start(world);
  let text = '';
  child.stdout!.on('data', (data) => {
    text += data;
  });
  await new Promise((resolve) => child.on('close', resolve));
  const { path, code, message } = JSON.parse(text) as { path?: string; code?: string; message?: string };
  if (path !== undefined) return { path };
  return {
    error: code?.startsWith('RNNLAB_') ? new DatasetError(message) : new Error(`${code}: ${message}`),
  };
}

/** Starts a download in a process of its own, and kills that at a random moment, often within the download. */
export async function killed(world: World): Promise<void> {
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
export async function withoutRoom(world: World): Promise<Result[]> {
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

export async function onSmallDisk(world: World, folder: string): Promise<Result[]> {
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

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
