import { existsSync } from 'node:fs';
import { hasCode } from '@rnnlab/shared';
import { onnxruntime } from '@rnnlab/trainer';
import { parseArguments, UsageError } from '../arguments.js';
import { TOLERANCE } from '../comparison.js';

import { findTorchOnGpu } from '../processes/commands.js';
import { COMPARED_STEPS, type CudaResult, measureCuda } from './measure.js';

const help = `Checks and times training on an NVIDIA GPU: npm run check:cuda -- [options]

  --case NAME …    only these cases
  --json           a line of JSON for each case
  --rounds N       timed blocks of each engine, of which the median counts; default 7
  --seconds S      about how long a block is; default 1`;

/** The output of the program, by lines. */
interface Output {
  /** Writes a result. */
  print(line: string): void;
  /** Writes an error or a note. */
  printError(line: string): void;
}

const streams: Output = {
  print: (line) => process.stdout.write(`${line}\n`),
  printError: (line) => process.stderr.write(`${line}\n`),
};

/**
 * Runs the command line.
 *
 * @param args - The arguments of the command line.
 * @param whyNot - The reason to skip the check, if any.
 * @returns The exit code: 0 if all is well or there is nothing to check; 1 if not; 2 for a usage error.
 */
export async function checkCuda(
  args: readonly string[],
  { print, printError }: Output = streams,
  whyNot: () => Promise<string | undefined> = whyNotCuda,
): Promise<number> {
  try {
    const { mode, cases, peers, json, rounds, seconds } = parseArguments(args);
    if (mode === 'help') {
      print(help);
      return 0;
    }
    if (mode !== 'bench' || peers.length > 0) {
      throw new UsageError(`check:cuda has no option --${mode === 'bench' ? 'peer' : mode}.`);
    }
    const reason = await whyNot();
    if (reason) {
      print('skipped: no CUDA provider');
      printError(reason);
      return 0;
    }
    const python = findTorchOnGpu();
    const details: string[] = python ? [] : ['PyTorch with CUDA is not installed: there are no times of it.'];
    let failed = 0;
    if (!json) print(line(['case', 'all on CUDA', 'difference', 'CUDA ms', 'CPU ms', 'PyTorch ms']));
    for (const benchmark of cases) {
      const { result, notes, problems } = await measureCuda(benchmark, { python, rounds, seconds });
      print(json ? JSON.stringify(result) : row(result));
      for (const problem of problems) printError(problem);
      failed += Number(problems.length > 0);
      details.push(...notes);
    }
    const verdict =
      `${cases.length - failed} of ${cases.length} cases are all on CUDA and agree with the CPU ` +
      `for ${COMPARED_STEPS} steps, without TF32, within ${TOLERANCE} of the loss.`;
    for (const detail of [...details, verdict]) (json ? printError : print)(detail);
    return failed > 0 ? 1 : 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    printError(error.message);
    return 2;
  }
}

const row = (result: CudaResult): string =>
  line([
    result.case,
    result.all_on_cuda ? 'yes' : 'NO',
    result.difference?.toExponential(1) ?? '-',
    ...[result.cuda_ms_per_step, result.cpu_ms_per_step, result.torch_cuda_ms_per_step].map(
      (ms) => ms?.toPrecision(4) ?? '-',
    ),
  ]);

const line = ([name, ...cells]: readonly string[]): string =>
  [name!.padEnd(16), ...cells.map((cell) => cell.padStart(11))].join(' ');

/** Files of an NVIDIA driver: on Linux, in a container, and in the Linux of Windows. */
const DRIVERS = ['/proc/driver/nvidia/version', '/dev/nvidiactl', '/dev/dxg'];

/**
 * The reason to skip the check; undefined if there is a GPU and a CUDA provider. A provider that does not work on the
 * GPU is no reason: the check finds that.
 *
 * @param exists - Whether there is a file.
 * @param describe - Fails with an EngineError if there is no provider.
 */
export async function whyNotCuda(
  exists: (path: string) => boolean = existsSync,
  describe: () => Promise<string> = () => onnxruntime({ device: 'cuda' }).describe(),
): Promise<string | undefined> {
  if (!DRIVERS.some(exists)) return 'There is no driver of an NVIDIA GPU.';
  try {
    await describe();
    return undefined;
  } catch (error) {
    if (hasCode(error, 'RNNLAB_ENGINE')) return (error as Error).message;
    throw error;
  }
}
