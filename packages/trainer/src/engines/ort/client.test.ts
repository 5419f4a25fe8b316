import { execFile } from 'node:child_process';
import { cp, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, inject, test } from 'vitest';
import type { TrainingState } from '../engine.js';
import { EngineError } from '../error.js';
import { Client } from './client.js';
import { nodeThread } from './node-thread.js';

const built = join(inject('freshPackages'), 'node_modules/@rnnlab');

/** Runs a script as a program of its own. */
async function node(folder: string, script: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    cwd: folder,
  });
  return stdout.trim();
}

test('without onnxruntime-node, an engine says how to install it', async () => {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'rnnlab-'));
  try {
    const modules = join(folder, 'node_modules');
    const own = join(modules, '@rnnlab/trainer');
    await cp(join(built, 'trainer'), own, { recursive: true });
    for (const name of ['models', 'onnx']) await symlink(join(built, name), join(modules, '@rnnlab', name));
    const pureRand = createRequire(import.meta.url).resolve('pure-rand/package.json');
    await symlink(dirname(pureRand), join(modules, 'pure-rand'));
    const script = `
      import { onnxruntime } from '@rnnlab/trainer';
      for (let k = 0; k < 2; k++) await onnxruntime().describe().catch((e) => console.log(e.name + ': ' + e.message));`;
    const line =
      'EngineError: Cannot import `onnxruntime-node`: install it with `npm install onnxruntime-node`.';
    expect(await node(folder, script)).toBe(`${line}\n${line}`);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a program with an engine ends by itself', async () => {
  const script = `
    import { onnxruntime } from '@rnnlab/trainer';
    console.log(await onnxruntime().describe());`;
  expect(await node(inject('freshPackages'), script)).toMatch(/^ONNX Runtime /);
});

test('what ONNX Runtime refuses is an EngineError, and the thread goes on', async () => {
  const client = new Client(nodeThread('onnxruntime-worker'));
  const nothing = { threads: 1, training: Uint8Array.of(1, 2, 3), evaluation: Uint8Array.of(1) };
  await expect(client.call('open', nothing)).rejects.toThrow(EngineError);
  await expect(client.call('getState', 99)).rejects.toThrow('ONNX Runtime: Model 99 is not open.');
  expect(await client.call('version')).toMatch(/\d/);
  expect(client.failed).toBe(false);
});

test('an argument that cannot be sent is refused, and the thread goes on', async () => {
  const client = new Client(nodeThread('onnxruntime-worker'));
  const state = { parameters: () => {} } as unknown as TrainingState;
  await expect(client.call('setState', 1, state)).rejects.toThrow('could not be cloned');
  expect(await client.call('version')).toMatch(/\d/);
});
