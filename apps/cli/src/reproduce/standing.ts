import type { Job } from './job.js';
import type { SuiteResults } from './results.js';
import { stateOf } from './state.js';

/** How far the trainings of a suite are. */
export interface Standing {
  /** To be trained, or gone on with. */
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
 * @throws UsageError if a folder holds a run of other settings.
 */
export async function standingOf(jobs: readonly Job[], { experiments }: SuiteResults): Promise<Standing> {
  const standing: Standing = { waiting: [], finished: [], known: [] };
  const states = await Promise.all(jobs.map(stateOf));
  for (const [k, job] of jobs.entries()) {
    const runs = experiments.find(({ recipe }) => recipe === job.recipe.name)?.runs ?? [];
    if (states[k] === 'finished') standing.finished.push(job);
    else if (states[k] === 'new' && runs.some(({ seed }) => seed === job.seed)) standing.known.push(job);
    else standing.waiting.push(job);
  }
  return standing;
}
