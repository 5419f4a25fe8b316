import { parameterCount } from '@rnnlab/models';
import { type Arguments, help, parseArguments, UsageError } from './arguments.js';
import { gemmFlops } from './gemm.js';
import { generationCases, generationHead, generationLine, measureGeneration } from './generation.js';
import { watchTimers } from './jitter.js';
import { measure } from './measure.js';
import { watchMemory } from './memory.js';
import { type OpenPeer, peerOf } from './peers.js';
import { ChildError } from './processes/child.js';
import { findTorch } from './processes/commands.js';
import { table } from './result.js';
import { agreements, compareWithTorch } from './torch-agreement.js';

const print = (line: string): boolean => process.stdout.write(`${line}\n`);
const printError = (line: string): boolean => process.stderr.write(`${line}\n`);

/**
 * Runs the command line.
 *
 * @param args - The arguments of the command line.
 * @returns The exit code: 0; 1 if engines do not agree or one failed; 2 for a usage error.
 */
export async function main(args: readonly string[]): Promise<number> {
  try {
    const parsed = parseArguments(args);
    switch (parsed.mode) {
      case 'help':
        print(help);
        return 0;
      case 'list':
        list(parsed);
        return 0;
      case 'agree':
        return await agree(parsed);
      case 'memory':
        return await memory(parsed);
      case 'jitter':
        return await jitter(parsed);
      case 'generate':
        return await generate(parsed);
      case 'bench':
        return await bench(parsed);
    }
  } catch (error) {
    if (error instanceof UsageError) {
      printError(error.message);
      return 2;
    }
    if (!(error instanceof ChildError)) throw error;
    printError(error.message);
    return 1;
  }
}

function list({ cases }: Arguments): void {
  print(`${'case'.padEnd(16)} batch steps parameters MFLOP  experiment`);
  for (const benchmark of cases) {
    const { name, doc, spec, batch, steps } = benchmark;
    const numbers = [
      String(batch).padStart(5),
      String(steps).padStart(5),
      String(parameterCount(spec)).padStart(10),
      (gemmFlops(spec, benchmark) / 1e6).toFixed(0).padStart(5),
    ];
    print(`${name.padEnd(16)} ${numbers.join(' ')}  ${doc}`);
  }
}

async function bench({ cases, peers, json, ...times }: Arguments): Promise<number> {
  const opened: Record<string, OpenPeer> = {};
  for (const name of peers) opened[name] = await peerOf(name);
  const { head, line } = table(peers.length > 0);
  if (!json) print(head);
  const details: string[] = [];
  let code = 0;
  for (const benchmark of cases) {
    const { results, notes, problems } = await measure(benchmark, { ...times, peers: opened });
    for (const result of results) print(json ? JSON.stringify(result) : line(result));
    for (const problem of problems) printError(problem);
    if (problems.length > 0) code = 1;
    details.push(...notes);
  }
  // The notes: with --json on the standard error stream, so that a program can read the results.
  for (const detail of json ? details : ['', ...details]) (json ? printError : print)(detail);
  return code;
}

async function agree({ json }: Arguments): Promise<number> {
  const width = Math.max(...agreements().map(({ model }) => model.length));
  let [compared, apart] = [0, 0];
  for await (const agreement of compareWithTorch()) {
    const { model, optimizer, difference, agrees } = agreement;
    const verdict = agrees ? 'agrees' : 'DIFFERS';
    if (json) print(JSON.stringify(agreement));
    else print(`${model.padEnd(width)}  ${optimizer.padEnd(28)} ${difference.toExponential(1)}  ${verdict}`);
    compared += 1;
    apart += Number(!agrees);
  }
  (json ? printError : print)(`${compared - apart} of ${compared} agree with PyTorch.`);
  return apart > 0 ? 1 : 0;
}

async function memory({ json }: Arguments): Promise<number> {
  let code = 0;
  for await (const result of watchMemory()) {
    const { case: name, steps, trainers, tenths, growth, flat } = result;
    const work = trainers === 1 ? `${steps} steps` : `${trainers} trainers`;
    const numbers = tenths.map((mb) => mb.toFixed(0)).join(' ');
    const verdict = flat ? 'flat' : 'GROWS';
    if (json) print(JSON.stringify(result));
    else
      print(
        `${name}, ${work}: ${numbers} MB, ${(100 * growth).toFixed(1)} % from second to last: ${verdict}`,
      );
    if (!flat) code = 1;
  }
  return code;
}

async function jitter({ cases, json, seconds }: Arguments): Promise<number> {
  let code = 0;
  for await (const result of watchTimers(cases, seconds)) {
    const { case: name, start_ms: start, worst_ms: worst, late, ticks, responsive } = result;
    const verdict = responsive ? 'responsive' : `LATE by more than 50 ms ${late} times of ${ticks}`;
    if (json) print(JSON.stringify(result));
    else print(`${name.padEnd(16)} at most ${worst} ms late, ${start} ms before the first steps: ${verdict}`);
    if (!responsive) code = 1;
  }
  return code;
}

async function generate({ peers, json, rounds, seconds }: Arguments): Promise<number> {
  const python = peers.includes('torch') ? findTorch() : undefined;
  if (!json) print(generationHead);
  let code = 0;
  const details: string[] = [];
  for (const benchmark of generationCases) {
    const { result, notes, problems } = await measureGeneration(benchmark, { python, rounds, seconds });
    print(json ? JSON.stringify(result) : generationLine(result));
    for (const problem of problems) printError(problem);
    if (problems.length > 0) code = 1;
    details.push(...notes);
  }
  for (const detail of json ? details : ['', ...details]) (json ? printError : print)(detail);
  return code;
}
