import { type PeerName, UsageError } from './arguments.js';
import { CHECKED_STEPS } from './comparison.js';
import { Child } from './processes/child.js';
import {
  type EngineOptions,
  engineCommand,
  findTorch,
  torchCommand,
  torchThreads,
} from './processes/commands.js';
import { type EngineName, engineOf } from './stepper.js';

/** A process that takes training steps of one workload. */
export interface Contestant {
  name: string;
  /** Its versions and settings. */
  description: string;
  /** Of its first steps. */
  losses: number[];
  /** Takes steps for some seconds; returns the milliseconds of one. */
  time(seconds: number): Promise<number>;
  stop(): Promise<void>;
}

/**
 * Opens a peer on a workload's folder.
 *
 * @param seconds - How long a timed block is.
 * @param patience - Seconds within which it must have taken its first steps; PyTorch for each of its settings.
 */
export type OpenPeer = (folder: string, seconds: number, patience: number) => Promise<Contestant>;

/**
 * How a peer is opened.
 *
 * @throws {UsageError} When it is not installed.
 */
export async function peerOf(name: PeerName): Promise<OpenPeer> {
  if (name === 'torch') {
    const python = findTorch();
    return (folder, seconds, patience) => openTorch(python, folder, seconds, patience);
  }
  await engineOf(name)
    .describe()
    .catch((error: Error) => {
      throw new UsageError(error.message);
    });
  return (folder, _, patience) => openEngine(name, folder, { losses: CHECKED_STEPS, patience });
}

/** An engine of ours, as a contestant. */
interface OwnContestant extends Contestant {
  compileMs: number;
  /** Most resident memory so far. */
  rssMb(): number;
}

/** An engine of ours in a process of its own. */
export async function openEngine(
  name: EngineName,
  folder: string,
  options: EngineOptions = { losses: CHECKED_STEPS },
): Promise<OwnContestant> {
  const child = Child.start(engineCommand(name, folder, options));
  let rssMb = 0;
  try {
    const ready = await child.ask<{ description: string; compileMs: number; losses: number[] }>(
      undefined,
      options.patience,
    );
    return {
      name,
      ...ready,
      async time(seconds) {
        const answer = await child.ask<{ ms: number; rssMb: number }>({ seconds });
        rssMb = answer.rssMb;
        return answer.ms;
      },
      rssMb: () => rssMb,
      stop: () => child.stop(),
    };
  } catch (error) {
    await child.stop();
    throw error;
  }
}

interface TorchAnswer {
  version: string;
  variants: { variant: string; ms: number; losses: number[] }[];
}

/** PyTorch with the threads, and the way to write the model, that are fastest for the workload. */
async function openTorch(
  python: string,
  folder: string,
  seconds: number,
  patience: number,
): Promise<Contestant> {
  let best: { ms: number; child: Child; description: string; losses: number[] } | undefined;
  for (const env of torchThreads()) {
    const args = [folder, String(CHECKED_STEPS), String(seconds)];
    const child = Child.start(torchCommand(python, 'time_steps', args, env));
    try {
      const { version, variants } = await child.ask<TorchAnswer>(undefined, patience);
      const { variant, ms, losses } = variants.reduce((a, b) => (b.ms < a.ms ? b : a));
      if (best && best.ms <= ms) {
        await child.stop();
        continue;
      }
      await child.ask({ variant });
      await best?.child.stop();
      const threads = `OMP_NUM_THREADS=${env.OMP_NUM_THREADS} OPENBLAS_NUM_THREADS=${env.OPENBLAS_NUM_THREADS}`;
      best = { ms, child, losses, description: `PyTorch ${version}, ${variant}, ${threads}` };
    } catch (error) {
      await Promise.all([child.stop(), best?.child.stop()]);
      throw error;
    }
  }
  const { child, description, losses } = best!;
  return {
    name: 'torch',
    description,
    losses,
    time: async (seconds) => (await child.ask<{ ms: number }>({ seconds })).ms,
    stop: () => child.stop(),
  };
}

/** PyTorch on the GPU, with the way to write the model that is fastest for the workload. */
export async function openTorchOnGpu(
  python: string,
  folder: string,
  { losses: count, env, seconds }: EngineOptions & { seconds: number },
): Promise<Contestant> {
  // The last setting has all threads, as PyTorch has them by itself.
  const threads = torchThreads().at(-1)!;
  const args = [folder, String(count), String(seconds), 'cuda'];
  const child = Child.start(torchCommand(python, 'time_steps', args, { ...threads, ...env }));
  try {
    const { version, variants } = await child.ask<TorchAnswer>();
    const { variant, losses } = variants.reduce((a, b) => (b.ms < a.ms ? b : a));
    await child.ask({ variant });
    return {
      name: 'torch',
      description: `PyTorch ${version} on the GPU, ${variant}`,
      losses,
      time: async (block) => (await child.ask<{ ms: number }>({ seconds: block })).ms,
      stop: () => child.stop(),
    };
  } catch (error) {
    await child.stop();
    throw error;
  }
}
