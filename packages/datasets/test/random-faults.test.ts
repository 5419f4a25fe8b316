import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
// @ts-expect-error a plain module, which scripts use, too
import { bundle } from './bundle.mjs';
import { runRandomFault } from './random-faults.js';

let bundled: string;

beforeAll(async () => {
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy', 'RNNLAB_OFFLINE'])
    vi.stubEnv(name, '');
  bundled = await bundle('download-child');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(bundled, { recursive: true, force: true });
});

describe('a download', () => {
  // Twice each of the faults; scripts/download-faults.mjs runs as many as one likes.
  it.each(Array.from({ length: 40 }, (_, seed) => seed))('survives random fault %i', async (seed) => {
    const cache = await mkdtemp(join(tmpdir(), 'faults-'));
    const { fault, outcome, why } = await runRandomFault(seed, {
      cache,
      child: join(bundled, 'download-child.mjs'),
    });
    expect(outcome, `${fault}: ${why}`).not.toBe('lost');
  });
});
