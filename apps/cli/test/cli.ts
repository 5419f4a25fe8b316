import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';

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

/**
 * A folder of texts whose class shows in their letters, none of them twice.
 *
 * @param perClass - Texts of each class.
 */
export function writeTexts(path: string, perClass: number): void {
  mkdirSync(path, { recursive: true });
  const classes: Record<string, string[]> = {
    Hills: ['ba', 'do', 'gu', 'bo', 'da'],
    Lakes: ['mi', 'le', 'ne', 'li', 'me'],
    Woods: ['kra', 'xo', 'tru', 'kro', 'xa'],
  };
  for (const [label, syllables] of Object.entries(classes)) {
    const lines = Array.from({ length: perClass }, (_, k) =>
      [k % 5, Math.floor(k / 5) % 5, Math.floor(k / 25) % 5].map((s) => syllables[s]).join(''),
    );
    writeFileSync(join(path, `${label}.txt`), `${lines.join('\n')}\n`);
  }
}

/** Settings that make a training last a moment. */
export const SMALL = ['--set', 'model.units=8', '--set', 'model.embedding=4', '--set', 'batch=8'];
