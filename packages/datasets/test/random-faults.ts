import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { DatasetError } from '../src/error.js';
import { attempt } from './fault-actions.js';
import { type Expected, SCENARIOS, type Scenario } from './fault-scenarios.js';
import { type FaultTools, makeWorld, type Result, randomOf, type World } from './fault-world.js';

type FaultName = keyof typeof SCENARIOS;

/** What came of a download under one random fault, and afterwards without it. */
export interface FaultRun {
  readonly fault: FaultName;
  /** `'lost'`: wrong bytes, an unclear error, an error where the fault can be overcome, or a poisoned cache. */
  readonly outcome: 'right bytes' | 'clear error' | 'lost';
  /** What was lost. */
  readonly why?: string;
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
