import { parseArguments } from '../arguments.js';
import { TOLERANCE } from '../measure.js';
import { findTorchOnGpu } from '../processes.js';
import { UsageError } from '../usage-error.js';
import { COMPARED_STEPS, type CudaResult, measureCuda } from './measure.js';
import { whyNotCuda } from './why-not.js';

const help = `Checks and times training on an NVIDIA GPU: npm run check:cuda -- [options]

  --case NAME …    only these cases
  --json           a line of JSON for each case
  --rounds N       timed blocks of each engine, of which the median counts; default 7
  --seconds S      about how long a block is; default 1`;

/** Where lines go. */
export interface Output {
  say(line: string): void;
  complain(line: string): void;
}

const streams: Output = {
  say: (line) => process.stdout.write(`${line}\n`),
  complain: (line) => process.stderr.write(`${line}\n`),
};

/**
 * Runs the command line.
 *
 * @param args - What follows the program's name.
 * @param whyNot - Why there is nothing to check.
 * @returns The exit code: 0 if all is well or there is nothing to check; 1 if not; 2 for what the user can put right.
 */
export async function checkCuda(
  args: readonly string[],
  { say, complain }: Output = streams,
  whyNot: () => Promise<string | undefined> = whyNotCuda,
): Promise<number> {
  try {
    const { mode, cases, peers, json, rounds, seconds } = parseArguments(args);
    if (mode === 'help') {
      say(help);
      return 0;
    }
    if (mode !== 'bench' || peers.length > 0) {
      throw new UsageError(`check:cuda has no option --${mode === 'bench' ? 'peer' : mode}.`);
    }
    const reason = await whyNot();
    if (reason) {
      say('skipped: no CUDA provider');
      complain(reason);
      return 0;
    }
    const python = findTorchOnGpu();
    const details: string[] = python ? [] : ['PyTorch with CUDA is not installed: there are no times of it.'];
    let failed = 0;
    if (!json) say(line(['case', 'all on CUDA', 'difference', 'CUDA ms', 'CPU ms', 'PyTorch ms']));
    for (const benchmark of cases) {
      const { result, notes, problems } = await measureCuda(benchmark, { python, rounds, seconds });
      say(json ? JSON.stringify(result) : row(result));
      for (const problem of problems) complain(problem);
      failed += Number(problems.length > 0);
      details.push(...notes);
    }
    const verdict =
      `${cases.length - failed} of ${cases.length} cases are all on CUDA and agree with the CPU ` +
      `for ${COMPARED_STEPS} steps, without TF32, within ${TOLERANCE} of the loss.`;
    for (const detail of [...details, verdict]) (json ? complain : say)(detail);
    return failed > 0 ? 1 : 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    complain(error.message);
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
