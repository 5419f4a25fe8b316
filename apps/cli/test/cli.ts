import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';

export { writeTexts } from '../../../packages/lab/test/texts.js';

const BIN = join(inject('freshPackages'), 'node_modules/@rnnlab/cli/dist/bin.js');

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** An empty folder for a test file, removed by the function that comes with it. */
export function workFolder(): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'rnnlab-cli-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Starts the built command in a folder. */
export function start(folder: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  // No terminal, no colors, and not as npm would call it.
  const { npm_command: _, FORCE_COLOR: __, ...clean } = process.env;
  const child: ChildProcess = spawn(process.execPath, [BIN, ...args], {
    cwd: folder,
    env: { ...clean, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const finished: Finished = { code: null, stdout: '', stderr: '' };
  child.stdout!.on('data', (data) => {
    finished.stdout += data;
  });
  child.stderr!.on('data', (data) => {
    finished.stderr += data;
  });
  const done = new Promise<Finished>((resolve) => {
    child.on('close', (code) => resolve({ ...finished, code }));
  });
  return { child, finished, done };
}

/** Runs the built command to its end. */
export const rnnlab = (folder: string, ...args: string[]): Promise<Finished> => start(folder, args).done;

/** Settings that make a training last a moment. */
export const SMALL = ['--set', 'model.units=8', '--set', 'model.embedding=4', '--set', 'batchSize=8'];
