// Downloads many files from a server that makes random mistakes, and prints what came of it, fault by fault.
//   node scripts/download-faults.mjs [count] [first seed]
// Exits 1 if anything was lost. As root on Linux, disks become full for real; elsewhere writing is made to fail.
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../test/bundle.mjs';

const count = Number(process.argv[2] ?? 1000);
const first = Number(process.argv[3] ?? 0);
const SMALL_DISK = 96 * 1024;

for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy', 'RNNLAB_OFFLINE'])
  delete process.env[name];

const folder = await bundle('random-faults', 'download-child');
const { runRandomFault } = await import(join(folder, 'random-faults.mjs'));
const child = join(folder, 'download-child.mjs');
const smallDisk = await mountSmallDisk();
const tally = new Map();
let lost = 0;
try {
  for (let seed = first; seed < first + count; seed++) {
    const cache = await mkdtemp(join(tmpdir(), 'faults-'));
    // Half of the full disks are made by failing writes, which can fail at any byte.
    const disk = smallDisk !== undefined && Math.floor(seed / 20) % 2 === 0 ? { smallDisk } : {};
    const { fault, outcome, why } = await runRandomFault(seed, { cache, child, ...disk });
    const row = tally.get(fault) ?? { 'right bytes': 0, 'clear error': 0, lost: 0 };
    row[outcome]++;
    tally.set(fault, row);
    if (outcome !== 'lost') continue;
    lost++;
    console.error(`seed ${seed}, ${fault}: ${why}`);
  }
} finally {
  if (smallDisk !== undefined) execFileSync('umount', [smallDisk.folder]);
  await rm(folder, { recursive: true, force: true });
}
console.table(Object.fromEntries(tally));
console.log(`${count} random faults, ${lost} lost.`);
process.exitCode = lost === 0 ? 0 : 1;

async function mountSmallDisk() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
  const mounted = await mkdtemp(join(tmpdir(), 'small-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SMALL_DISK}`, 'tmpfs', mounted], { stdio: 'ignore' });
    return { folder: mounted, bytes: SMALL_DISK };
  } catch {
    return undefined;
  }
}
