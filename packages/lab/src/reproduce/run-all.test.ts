import { expect, it, vi } from 'vitest';
import type { Job } from './job.js';
import { runAll } from './run-all.js';
import { runJob } from './run-job.js';

vi.mock('./run-job.js', () => ({ runJob: vi.fn() }));

it('stops what is under way before it fails, if what came of a job cannot be told', async () => {
  const stopped: string[] = [];
  vi.mocked(runJob).mockImplementation(async ({ folder }, _threads, signal) => {
    if (folder === 'long') {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      stopped.push(folder);
    }
    return { finished: true };
  });
  const jobs = ['short', 'long', 'never'].map((folder) => ({ folder }) as Job);
  const told: string[] = [];
  const attempt = runAll(jobs, {
    ...{ parallel: 2, threads: 1, signal: new AbortController().signal },
    onEnd: async ({ folder }) => {
      told.push(folder);
      throw new Error('No space is left.');
    },
  });
  await expect(attempt).rejects.toThrow('No space is left.');
  expect(stopped).toEqual(['long']);
  expect(told).toEqual(['short']);
  expect(runJob).toHaveBeenCalledTimes(2);
});
