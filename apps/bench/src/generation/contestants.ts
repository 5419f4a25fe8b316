import { availableParallelism } from 'node:os';
import { Child } from '../child.js';
import { generateCommand, torchCommand, torchThreads } from '../processes.js';

/** A process that generates with one model. */
export interface Generator {
  /** Which it is, exactly. */
  description: string;
  /** What it makes of a fixed text. */
  natsPerToken: number;
  /** Generates for some seconds; tokens a second. */
  time(seconds: number): Promise<number>;
  stop(): Promise<void>;
}

export interface OwnGenerator extends Generator {
  loadMs: number;
  /** From the call to the first character, of a model that is loaded. */
  firstMs: number;
}

type Candidate<G extends Generator> = { speed: number; generator: G };

/** Keeps the faster of two, and ends the other. */
async function faster<G extends Generator>(
  best: Candidate<G> | undefined,
  next: Candidate<G>,
): Promise<Candidate<G>> {
  if (!best) return next;
  const [kept, left] = next.speed > best.speed ? [next, best] : [best, next];
  await left.generator.stop();
  return kept;
}

/** Ours, with one thread or all of them, whichever is faster. */
export async function openOurs(folder: string, seconds: number): Promise<OwnGenerator> {
  let best: Candidate<OwnGenerator> | undefined;
  for (const threads of new Set([1, availableParallelism()])) {
    const child = Child.start(generateCommand(folder, threads));
    const ready = await child.ask<{ loadMs: number; firstMs: number; natsPerToken: number }>();
    const generator: OwnGenerator = {
      ...ready,
      description: `onnxruntime-node, ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
      time: async (block) => (await child.ask<{ perSecond: number }>({ seconds: block })).perSecond,
      stop: () => child.stop(),
    };
    const trials = [await generator.time(seconds / 3), await generator.time(seconds / 3)];
    best = await faster(best, { speed: Math.max(...trials), generator });
  }
  return best!.generator;
}

/** PyTorch with the threads, and the way to write the model, that are fastest. */
export async function openTorch(python: string, folder: string, seconds: number): Promise<Generator> {
  let best: Candidate<Generator> | undefined;
  for (const env of torchThreads()) {
    const child = Child.start(torchCommand(python, 'generate', [folder, String(seconds)], env));
    const { version, variants } = await child.ask<{
      version: string;
      variants: { variant: string; natsPerToken: number; perSecond: number }[];
    }>();
    const { variant, natsPerToken, perSecond } = variants.reduce((a, b) =>
      b.perSecond > a.perSecond ? b : a,
    );
    const threads = `OMP_NUM_THREADS=${env.OMP_NUM_THREADS} OPENBLAS_NUM_THREADS=${env.OPENBLAS_NUM_THREADS}`;
    const generator: Generator = {
      natsPerToken,
      description: `PyTorch ${version}, ${variant}, ${threads}`,
      time: async (block) => (await child.ask<{ perSecond: number }>({ variant, seconds: block })).perSecond,
      stop: () => child.stop(),
    };
    best = await faster(best, { speed: perSecond, generator });
  }
  return best!.generator;
}
