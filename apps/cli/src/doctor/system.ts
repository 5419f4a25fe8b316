import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { availableParallelism, cpus, freemem, totalmem } from 'node:os';
import { OWN_PACKAGES, versionOf } from '@rnnlab/lab';
import type { Finding } from './finding.js';

const NEEDED = [20, 19] as const;

export function checkNode(version = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const enough = major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
  const platform = `${process.platform} ${process.arch}`;
  return enough
    ? { name: 'Node', status: 'ok', detail: `${version} on ${platform}` }
    : {
        name: 'Node',
        status: 'missing',
        detail: `${version} is too old: expected ${NEEDED.join('.')} or later`,
        remedy: 'install a current Node from https://nodejs.org',
      };
}

/** Our own packages. */
export function checkPackages(): Finding[] {
  return OWN_PACKAGES.map((name) => {
    const version = versionOf(name);
    return version === undefined
      ? { name, status: 'missing', detail: 'not installed', remedy: `npm install ${name}` }
      : { name, status: 'ok', detail: version };
  });
}

export function checkMachine(): Finding[] {
  const gigabytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
  const threads = availableParallelism();
  return [
    {
      name: 'processor',
      status: 'ok',
      detail: `${cpus()[0]?.model.trim() ?? 'unknown'}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
    },
    { name: 'memory', status: 'ok', detail: `${gigabytes(freemem())} free of ${gigabytes(totalmem())}` },
  ];
}

/** Whether runs can be written to the folder. */
export async function checkFolder(folder = process.cwd()): Promise<Finding> {
  const name = 'run directories';
  try {
    await access(folder, constants.W_OK);
    return { name, status: 'ok', detail: `can be written in ${folder}` };
  } catch {
    return {
      name,
      status: 'missing',
      detail: `cannot be written in ${folder}`,
      remedy: 'change to a folder of yours, or name one by --run',
    };
  }
}
