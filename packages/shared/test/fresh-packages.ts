import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder from which every package of ours is imported as it was built from its sources a moment ago. */
    freshPackages: string;
  }
}

const PREFIX = 'rnnlab-fresh-';
const DAY = 24 * 60 * 60 * 1000;

const root = fileURLToPath(new URL('../../../', import.meta.url));

interface Manifest {
  name: string;
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

/**
 * Builds all packages, without declarations, in a folder that is gone after the tests: for threads, processes and pages,
 * which cannot run TypeScript. It takes about a second.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // In the repository, so that what our packages depend on is found.
  const cache = join(root, 'node_modules/.cache');
  await mkdir(cache, { recursive: true });
  await removeStale(cache);
  const folder = await mkdtemp(join(cache, PREFIX));
  const sources = (
    await Promise.all(
      ['packages', 'apps'].map(async (kind) =>
        (await readdir(join(root, kind))).map((name) => join(root, kind, name)),
      ),
    )
  ).flat();
  // All of them end before the folder is removed: none writes into it afterwards.
  const builds = await Promise.allSettled(sources.map((source) => buildPackage(source, folder)));
  const failed = builds.find((build) => build.status === 'rejected');
  if (failed) {
    await rm(folder, { recursive: true, force: true });
    throw failed.reason;
  }
  project.provide('freshPackages', folder);
  return () => rm(folder, { recursive: true, force: true });
}

/** Removes what tests left that were killed. Those of others may be under way, but not for a day. */
async function removeStale(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = join(cache, name);
    // Another process may be removing it, too.
    const made = await stat(folder).catch(() => undefined);
    if (made && Date.now() - made.mtimeMs > DAY) await rm(folder, { recursive: true, force: true });
  }
}

async function buildPackage(source: string, folder: string): Promise<void> {
  const manifest = JSON.parse(await readFile(join(source, 'package.json'), 'utf8')) as Manifest;
  if (manifest.name === '@rnnlab/shared') return;
  const target = join(folder, 'node_modules', manifest.name);
  const { default: options } = (await import(join(source, 'tsup.config.ts'))) as {
    default: { entry: Record<string, string> };
  };
  const external = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
  await build({
    absWorkingDir: source,
    entryPoints: options.entry,
    outdir: join(target, 'dist'),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: external.flatMap((name) => [name, `${name}/*`]),
    logLevel: 'error',
  });
  // What only this package depends on, or in another version, lies in its own folder.
  for (const name of ['package.json', 'bin', 'assets', 'node_modules']) {
    await cp(join(source, name), join(target, name), { recursive: true }).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
      },
    );
  }
}
