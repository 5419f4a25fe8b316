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

/** Runs jobs, some at a time, in their order. One that fails does not keep the others from running. */
export async function runAll(jobs: readonly Job[], options: RunAllOptions): Promise<void> {
  const { parallel, threads, signal, onEnd } = options;
  const waiting = [...jobs];
  let writing = Promise.resolve();
  const work = async (): Promise<void> => {
    for (let job = waiting.shift(); job !== undefined && !signal.aborted; job = waiting.shift()) {
      const ended = await runJob(job, threads, signal);
      const done = job;
      writing = writing.then(() => onEnd(done, ended));
      await writing;
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
}
