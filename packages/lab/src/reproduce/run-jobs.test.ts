import { expect, it, vi } from 'vitest';
import type { Job } from './jobs.js';
import { runAll, type runJob } from './run-jobs.js';

it('stops what is under way before it fails, if the end of a job cannot be recorded', async () => {
  const stopped: string[] = [];
  const run = vi.fn<typeof runJob>(async ({ folder }, _threads, signal) => {
    if (folder === 'long') {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      stopped.push(folder);
    }
    return { finished: true };
  });
  const jobs = ['short', 'long', 'never'].map((folder) => ({ folder }) as Job);
  const reported: string[] = [];
  const attempt = runAll(jobs, {
    ...{ parallel: 2, threads: 1, signal: new AbortController().signal, run },
    onEnd: async ({ folder }) => {
      reported.push(folder);
      throw new Error('No space is left.');
    },
  });
  await expect(attempt).rejects.toThrow('No space is left.');
  expect(stopped).toEqual(['long']);
  expect(reported).toEqual(['short']);
  expect(run).toHaveBeenCalledTimes(2);
});
