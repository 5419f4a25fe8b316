import type { Job } from './job.js';
import { type Ended, runJob } from './run-job.js';

export interface RunAllOptions {
  /** Jobs at a time. */
  parallel: number;
  /** Threads of each. */
  threads: number;
  signal: AbortSignal;
  /** After each job, one at a time. */
  onEnd(job: Job, ended: Ended): Promise<void>;
}

/**
 * Runs jobs, some at a time, in their order. One that fails does not keep the others from running. If what came of one
 * cannot be told, as on a full disk, those under way are stopped first.
 */
export async function runAll(jobs: readonly Job[], options: RunAllOptions): Promise<void> {
  const { parallel, threads, signal, onEnd } = options;
  const waiting = [...jobs];
  let writing = Promise.resolve();
  const broken = new AbortController();
  const stop = AbortSignal.any([signal, broken.signal]);
  const work = async (): Promise<void> => {
    for (let job = waiting.shift(); job !== undefined && !stop.aborted; job = waiting.shift()) {
      const ended = await runJob(job, threads, stop);
      const done = job;
      writing = writing.then(() => onEnd(done, ended));
      await writing;
    }
  };
  const workers = Array.from({ length: parallel }, () =>
    work().catch((error) => {
      broken.abort();
      throw error;
    }),
  );
  await Promise.allSettled(workers);
  await Promise.all(workers);
}
