import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { trainArguments } from '../task/settings-command.js';
import type { Job } from './job.js';
import { provenanceOf } from './provenance.js';
import { stateOf } from './state.js';

/** How a job ended: with the error's sentence if it failed. */
export interface Ended {
  code: number | null;
  error: string;
}

/**
 * Trains a job in a process of its own, from where its run stands.
 *
 * @param threads - Of the training; a run that goes on has its own.
 * @param signal - Asks the process to stop; it saves what it has.
 */
export async function runJob(job: Job, threads: number, signal: AbortSignal): Promise<Ended> {
  const state = await stateOf(job);
  const { recipe, settings, folder } = job;
  const args =
    state === 'started'
      ? ['train', recipe.name, '--resume']
      : [...trainArguments({ recipe: recipe.name, settings }), '--threads', String(threads)];
  const ended = await run([...args, '--run', folder, '--json'], signal);
  if (ended.code === 0) {
    await writeFile(join(folder, 'provenance.json'), `${JSON.stringify(provenanceOf(), null, 2)}\n`);
  }
  return ended;
}

function run(args: readonly string[], signal: AbortSignal): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [process.argv[1]!, ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const stop = (): void => {
      child.kill('SIGTERM');
    };
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    let error = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      error += text;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      signal.removeEventListener('abort', stop);
      resolve({ code, error: error.trim() });
    });
  });
}
