import type { Case } from '../cases.js';
import { firstDifference, largestDifference, median, TOLERANCE } from '../comparison.js';
import { type Contestant, openEngine, openTorchOnGpu } from '../peers.js';
import { Child, ChildError } from '../processes/child.js';
import { placementCommand } from '../processes/commands.js';
import { prepareCase, withWorkloadFolder } from '../workload.js';
import { misplaced, type Placement } from './placement.js';

/** Steps whose losses on CUDA are compared with those on the CPU. */
export const COMPARED_STEPS = 20;

/**
 * Read by NVIDIA's libraries when they are loaded: full `float32`, as on the CPU. `onnxruntime-node` cannot pass
 * the provider's own option for it.
 */
const FULL_PRECISION = { NVIDIA_TF32_OVERRIDE: '0' };

/** The result of one case; a time is null where there is none. */
export interface CudaResult {
  case: string;
  all_on_cuda: boolean;
  /** Largest relative difference of a loss from the CPU's. */
  difference: number | null;
  cuda_ms_per_step: number | null;
  cpu_ms_per_step: number | null;
  torch_cuda_ms_per_step: number | null;
}

/** The outcome of {@link measureCuda}. */
interface CudaMeasured {
  result: CudaResult;
  /** The versions and settings that were timed. */
  notes: string[];
  /** The reasons for which the check fails. */
  problems: string[];
}

/**
 * Checks and times one case.
 *
 * @param python - A Python with PyTorch and CUDA, if there is one.
 */
export function measureCuda(
  benchmark: Case,
  { python, rounds, seconds }: { python: string | undefined; rounds: number; seconds: number },
): Promise<CudaMeasured> {
  const { name } = benchmark;
  const problems: string[] = [];
  const attempt = async <T>(what: string, action: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof ChildError)) throw error;
      problems.push(`${name}: ${what}: ${error.message}`);
      return undefined;
    }
  };
  const workload = prepareCase(benchmark);
  return withWorkloadFolder(workload, async (folder) => {
    const reasons = await attempt('the graph could not be placed', () => placementProblems(folder));
    for (const reason of reasons ?? []) problems.push(`${name}: ${reason}.`);

    const options = { losses: COMPARED_STEPS, env: FULL_PRECISION };
    const opened: Contestant[] = [];
    try {
      const open = async (
        what: string,
        action: () => Promise<Contestant>,
      ): Promise<Contestant | undefined> => {
        const contestant = await attempt(`there is no time of ${what}`, action);
        if (contestant) opened.push(contestant);
        return contestant;
      };
      const cuda = await open('CUDA', () => openEngine('onnxruntime-cuda', folder, options));
      const cpu = await open('the CPU', () => openEngine('onnxruntime', folder, options));
      const torch =
        python && (await open('PyTorch', () => openTorchOnGpu(python, folder, { ...options, seconds })));

      if (cuda && cpu) problems.push(...disagreement(name, cuda.losses, 'on the CPU', cpu.losses));
      if (cuda && torch) problems.push(...disagreement(name, cuda.losses, 'in PyTorch', torch.losses));

      const times = new Map(opened.map((contestant) => [contestant, [] as number[]]));
      for (const contestant of opened) await attempt('warm-up', () => contestant.time(seconds));
      for (let round = 0; round < rounds; round++) {
        for (const [contestant, ms] of times) {
          const time = await attempt(`${contestant.name} stopped`, () => contestant.time(seconds));
          if (time !== undefined) ms.push(time);
        }
      }
      const ms = (contestant: Contestant | undefined | ''): number | null => {
        const all = contestant ? times.get(contestant)! : [];
        return all.length > 0 ? median(all) : null;
      };
      return {
        result: {
          case: name,
          all_on_cuda: reasons?.length === 0,
          difference: cuda && cpu ? largestDifference(cuda.losses, cpu.losses) : null,
          cuda_ms_per_step: ms(cuda),
          cpu_ms_per_step: ms(cpu),
          torch_cuda_ms_per_step: ms(torch),
        },
        notes: opened.map(({ description }) => `${name}: ${description}`),
        problems,
      };
    } finally {
      await Promise.all(opened.map((contestant) => contestant.stop()));
    }
  });
}

/** The reasons for which a workload's training graph is not all on CUDA. */
async function placementProblems(folder: string): Promise<string[]> {
  const child = Child.start(placementCommand(folder, FULL_PRECISION));
  try {
    const { refusal, placement } = await child.ask<{ refusal?: string; placement: Placement }>();
    const outside = misplaced(placement);
    return [
      ...(refusal ? [`no session without the CPU: ${refusal.replace(/\.$/, '')}`] : []),
      ...(outside ? [outside] : []),
    ];
  } finally {
    await child.stop();
  }
}

/** Describes the first losses that differ; empty if none do. */
export function disagreement(
  name: string,
  ours: readonly number[],
  where: string,
  theirs: readonly number[],
): string[] {
  const step = firstDifference(ours, theirs, TOLERANCE);
  if (step === undefined) return [];
  const loss = (losses: readonly number[]): string => losses[step]?.toPrecision(6) ?? 'none';
  return [
    `${name}: the loss of step ${step + 1} is ${loss(ours)} on CUDA and ${loss(theirs)} ${where}, ` +
      `more than ${TOLERANCE} apart.`,
  ];
}
