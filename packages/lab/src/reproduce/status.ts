import type { Job } from './job.js';
import { stateOf } from './state.js';
import type { SuiteResults } from './suite-results.js';

/** How far the trainings of a suite are. */
export interface Status {
  /** To be trained, or resumed. */
  waiting: Job[];
  /** Finished, with the folder of its run. */
  finished: Job[];
  /** Only `results.json` knows of it: the folder of its run is elsewhere. */
  known: Job[];
}

/**
 * What is left to do of some jobs.
 *
 * @param results - What the folder holds, made with the settings that the recipes have now.
 * @throws LabError if a folder holds a run of other settings.
 */
export async function statusOf(jobs: readonly Job[], { experiments }: SuiteResults): Promise<Status> {
  const status: Status = { waiting: [], finished: [], known: [] };
  const states = await Promise.all(jobs.map(stateOf));
  for (const [k, job] of jobs.entries()) {
    const runs = experiments.find(({ recipe }) => recipe === job.recipe.name)?.runs ?? [];
    if (states[k] === 'finished') status.finished.push(job);
    else if (states[k] === 'new' && runs.some(({ seed }) => seed === job.seed)) status.known.push(job);
    else status.waiting.push(job);
  }
  return status;
}
