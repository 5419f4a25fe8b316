import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../arguments.js';
import type { ChildCommand } from './child.js';

/** The path of a file relative to the built program. */
const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Times a workload in one of our engines. */
export const engineCommand = (
  engine: string,
  folder: string,
  { losses, env = {} }: EngineOptions,
): ChildCommand => ({
  title: engine,
  command: process.execPath,
  args: [file('./engine.js'), engine, folder, String(losses)],
  env,
});

/** Options of the process of an engine. */
export interface EngineOptions {
  /** Number of first losses to report. */
  losses: number;
  /** Seconds within which it must have reported them. Default: no limit. */
  patience?: number;
  /** Added to the environment. */
  env?: Record<string, string>;
}

/** Reports the execution providers of the nodes of a workload's training graph with CUDA. */
export const placementCommand = (folder: string, env: Record<string, string>): ChildCommand => ({
  title: 'the check of the graph',
  command: process.execPath,
  args: [file('./placement.js'), folder],
  env,
});

/** Watches the memory of a process that trains. */
export const memoryCommand = (name: string, steps: number, trainers: number): ChildCommand => ({
  title: 'the watch of memory',
  command: process.execPath,
  args: [file('./memory.js'), name, String(steps), String(trainers)],
});

/** Watches a timer of a process that trains. */
export const jitterCommand = (name: string, seconds: number): ChildCommand => ({
  title: 'the watch of timers',
  command: process.execPath,
  args: [file('./jitter.js'), name, String(seconds)],
});

/** Generates with a workload's model. */
export const generateCommand = (folder: string, threads: number): ChildCommand => ({
  title: 'generation',
  command: process.execPath,
  args: [file('./generate.js'), folder, String(threads)],
});

/** Measures the rate of the matrix product. */
export const gemmCommand: ChildCommand = {
  title: 'the measurement of the matrix product',
  command: process.execPath,
  args: [file('./gemm.js')],
};

/**
 * Settings of threads for PyTorch. Which is faster depends on the case: its own threads and those of a BLAS
 * library can get in each other's way, and small operators do not gain from any.
 */
export function torchThreads(): Record<string, string>[] {
  const all = String(availableParallelism());
  const settings = [
    ['1', '1'],
    [all, '1'],
    [all, all],
  ].map(([omp, blas]) => ({ OMP_NUM_THREADS: omp!, OPENBLAS_NUM_THREADS: blas!, MKL_NUM_THREADS: omp! }));
  return all === '1' ? settings.slice(0, 1) : settings;
}

/** Runs a script of `peers/` on a workload. */
export const torchCommand = (
  python: string,
  script: 'time_steps' | 'losses' | 'generate',
  args: readonly string[],
  env: Record<string, string> = {},
): ChildCommand => ({
  title: 'PyTorch',
  command: python,
  args: [file(`../peers/torch_${script}.py`), ...args],
  env: { PYTHONDONTWRITEBYTECODE: '1', ...env },
});

const PYTHONS = ['python3', '/usr/bin/python3', 'python'];

/**
 * A Python that has PyTorch.
 *
 * @throws {UsageError} When there is none.
 */
export function findTorch(pythons: readonly string[] = PYTHONS): string {
  const found = firstThatRuns(pythons, 'import torch');
  if (found) return found;
  throw new UsageError(
    `Cannot import \`torch\` in ${pythons.join(', ')}: install it with \`pip install torch\`, or leave PyTorch out.`,
  );
}

/** A Python that has PyTorch with CUDA; undefined if there is none. */
export const findTorchOnGpu = (pythons: readonly string[] = PYTHONS): string | undefined =>
  firstThatRuns(pythons, 'import torch, sys; sys.exit(not torch.cuda.is_available())');

const firstThatRuns = (pythons: readonly string[], program: string): string | undefined =>
  pythons.find((python) => spawnSync(python, ['-c', program], { stdio: 'ignore' }).status === 0);
