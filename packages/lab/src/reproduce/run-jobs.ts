import { fork } from 'node:child_process';
import { join } from 'node:path';
import { entryFile, writeFileAtomic } from '@rnnlab/shared';
import type { JobMessage, JobReply } from './job-process.js';
import { type Job, jobStatus } from './jobs.js';
import { provenanceOf } from './provenance.js';

interface RunAllOptions {
  /** Jobs at a time. */
  parallel: number;
  /** Threads of each. */
  threads: number;
  signal: AbortSignal;
  /** After each job, one at a time. */
  onEnd(job: Job, ended: Ended): Promise<void>;
  /** Default `runJob`. */
  run?: typeof runJob;
}

/**
 * Runs jobs, some at a time, in their order. One that fails does not keep the others from running. If the
 * end of one cannot be recorded, as on a full disk, those under way are stopped first.
 */
export async function runAll(jobs: readonly Job[], options: RunAllOptions): Promise<void> {
  const { parallel, threads, signal, onEnd, run = runJob } = options;
  const waiting = [...jobs];
  let writing = Promise.resolve();
  const broken = new AbortController();
  const stop = AbortSignal.any([signal, broken.signal]);
  const work = async (): Promise<void> => {
    for (let job = waiting.shift(); job !== undefined && !stop.aborted; job = waiting.shift()) {
      const ended = await run(job, threads, stop);
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

/** How a job ended: with the error's sentence if it failed. */
interface Ended {
  finished: boolean;
  error?: string;
}

/** Characters of the output of a process that are kept. */
const TAIL = 4000;

/**
 * Trains or resumes a job in a process of its own: ONNX Runtime's threads of two trainings do not share
 * one, and what one takes is given back when it ends. The process ends when this one does.
 *
 * @param threads - Of the training; a run that is resumed has its own.
 * @param signal - Asks the process to stop; it saves what it has.
 */
export async function runJob(job: Job, threads: number, signal: AbortSignal): Promise<Ended> {
  const { recipe, settings, folder } = job;
  const isStarted = (await jobStatus(job)) === 'started';
  const ended = await runProcess({ recipe, settings, folder, threads, isStarted }, signal);
  if (ended.finished) {
    await writeFileAtomic(join(folder, 'provenance.json'), `${JSON.stringify(provenanceOf(), null, 2)}\n`);
  }
  return ended;
}

function runProcess(message: JobMessage, signal: AbortSignal): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = fork(entryFile('@rnnlab/lab/reproduce-job', import.meta.url), {
      // Without the flags of this process, and out of the way of a Ctrl-C, which reaches it by the signal.
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    const stop = (): void => {
      child.kill('SIGTERM');
    };
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    let reply: JobReply | undefined;
    let stderr = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-TAIL);
    });
    child.on('message', (answer) => {
      reply = answer as JobReply;
    });
    child.on('error', reject);
    child.on('close', (code, killedBy) => {
      signal.removeEventListener('abort', stop);
      const ended = `its process ${killedBy === null ? `ended with ${code}` : `was ended by ${killedBy}`}`;
      // Without a reply, the last line that it wrote is the reason.
      const lastLine = stderr.trim().split('\n').at(-1)!;
      resolve(reply ?? { finished: false, error: lastLine === '' ? `${ended}.` : `${ended}: ${lastLine}` });
    });
    child.send(message);
  });
}
