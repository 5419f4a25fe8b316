import { execFileSync } from 'node:child_process';
import { arch, availableParallelism, cpus, platform, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where a result comes from, beside the configuration of its run. */
export interface Provenance {
  /** Of RNNLab's sources, if it runs from a Git checkout. */
  commit?: string;
  /** Whether files of the checkout differ from that commit. */
  changed?: boolean;
  machine: string;
}

/** Finds the commit of the sources and the machine. */
export function provenanceOf(): Provenance {
  const folder = dirname(fileURLToPath(import.meta.url));
  const git = (...args: string[]): string | undefined => {
    try {
      return execFileSync('git', ['-C', folder, ...args], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim();
    } catch {
      return undefined;
    }
  };
  // An installed package may be inside the checkout of something else.
  const isOurs =
    git('ls-files', '--full-name', ':/packages/lab/package.json') === 'packages/lab/package.json';
  const commit = isOurs ? git('rev-parse', 'HEAD') : undefined;
  return {
    ...(commit && { commit, changed: git('status', '--porcelain', '--untracked-files=no') !== '' }),
    machine: machine(),
  };
}

function machine(): string {
  const model = cpus()[0]?.model.trim() || 'unknown processor';
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${platform()} ${arch()}, ${availableParallelism()} × ${model}, ${memory} GiB`;
}
