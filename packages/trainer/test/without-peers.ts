import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, realpath, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { inject } from 'vitest';

/** Runs a script as a program of its own and returns its output. It fails if the program does not end with 0. */
export async function runScript(folder: string, script: string): Promise<string> {
  const args = ['--input-type=module', '-e', script];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder });
  return stdout.trim();
}

/**
 * Runs a script in a folder where a package of ours is installed with its dependencies, as it was built when the tests
 * started, and none of its peers.
 *
 * @param name - As `trainer`.
 */
export async function runWithoutPeers(name: string, script: string): Promise<string> {
  const fresh = join(inject('freshPackages'), 'node_modules');
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'rnnlab-'));
  try {
    const modules = join(folder, 'node_modules');
    // A copy: Node resolves the imports of a linked file from the file's real folder.
    await cp(join(fresh, '@rnnlab', name), join(modules, '@rnnlab', name), { recursive: true });
    const manifest = await readFile(join(fresh, '@rnnlab', name, 'package.json'), 'utf8');
    const { dependencies } = JSON.parse(manifest) as { dependencies: Record<string, string> };
    const { resolve } = createRequire(join(fresh, 'index.js'));
    for (const dependency of Object.keys(dependencies)) {
      const link = join(modules, dependency);
      await mkdir(dirname(link), { recursive: true });
      await symlink(dirname(resolve(`${dependency}/package.json`)), link);
    }
    return await runScript(folder, script);
  } finally {
    await rm(folder, { recursive: true });
  }
}
