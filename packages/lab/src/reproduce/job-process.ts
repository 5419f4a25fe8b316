import { reasonOf } from '@rnnlab/shared';
import type { Recipe } from '../recipes/recipe.js';
import { openRun } from '../runs/run.js';
import { trainRecipe } from '../runs/train-recipe.js';
import type { Settings } from '../settings/settings.js';

// Trains one run of a suite, in a process of its own: see run-jobs.ts.
/** Message to the process: the training to do. */
export interface JobMessage {
  recipe: Recipe;
  settings: Settings;
  /** The run directory. */
  folder: string;
  threads: number;
  /** Whether the folder holds a run to resume. */
  isStarted: boolean;
}

/** Reply of the process: how the training ended, with the error's sentence if it is not finished. */
export type JobReply = { finished: true } | { finished: false; error: string };

const stop = new AbortController();
process.on('SIGTERM', () => stop.abort());
// A Ctrl-C goes to all processes of the terminal: the one that started this one decides.
process.on('SIGINT', () => {});
// Whoever started it is gone.
process.on('disconnect', () => stop.abort());

process.once('message', async (message) => {
  const reply = await train(message as JobMessage);
  process.send?.(reply, () => process.disconnect());
  process.exitCode = reply.finished ? 0 : 1;
});

async function train({ recipe, settings, folder, threads, isStarted }: JobMessage): Promise<JobReply> {
  const { signal } = stop;
  try {
    if (isStarted) await (await openRun(folder)).resume({ data: dataOf(settings), signal });
    else await trainRecipe({ ...recipe, settings }, { out: folder, threads, signal });
    return { finished: true };
  } catch (error) {
    return { finished: false, error: `${reasonOf(error)}.` };
  }
}

/** The folder of the data, which may have moved since the run was started. */
const dataOf = ({ dataset }: Settings): string | undefined =>
  ('folder' in dataset ? dataset.folder : undefined) ?? undefined;
