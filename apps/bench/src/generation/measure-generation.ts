import type { Case } from '../cases/case.js';
import { ChildError } from '../child.js';
import { TOLERANCE } from '../measure.js';
import { median, relativeDifference } from '../statistics.js';
import { prepareCase } from '../workload.js';
import { withWorkloadFolder } from '../workload-folder.js';
import { type Generator, openOurs, openTorch } from './contestants.js';

/** One line of results. */
export interface GenerationResult {
  case: string;
  batch: number;
  /** Tokens a second of all texts together, median of the blocks. */
  per_second: number;
  /** Best of the blocks. */
  best_per_second: number;
  peer: 'torch' | null;
  peer_per_second: number | null;
  /** Our speed over the peer's: above 1 we are faster. */
  ratio: number | null;
  load_ms: number;
  first_character_ms: number;
}

export interface GenerationOptions {
  /** A Python with PyTorch, if that is to be timed too. */
  python?: string | undefined;
  rounds: number;
  seconds: number;
}

/** Times generation with a model: ours and PyTorch in turn. */
export function measureGeneration(
  benchmark: Case,
  { python, rounds, seconds }: GenerationOptions,
): Promise<{ result: GenerationResult; notes: string[]; problems: string[] }> {
  const { name, batch } = benchmark;
  return withWorkloadFolder(prepareCase(benchmark), async (folder) => {
    const open: Generator[] = [];
    const problems: string[] = [];
    try {
      const ours = await openOurs(folder, seconds);
      open.push(ours);
      const torch = python
        ? await openTorch(python, folder, seconds).catch((error: unknown) => {
            if (!(error instanceof ChildError)) throw error;
            problems.push(`${name}: there is no time of torch: ${error.message}`);
            return undefined;
          })
        : undefined;
      if (torch) open.push(torch);
      const [own, peer]: [number[], number[]] = [[], []];
      for (let round = 0; round < rounds; round++) {
        own.push(await ours.time(seconds));
        if (torch) peer.push(await torch.time(seconds));
      }
      const apart =
        torch !== undefined && relativeDifference(ours.natsPerToken, torch.natsPerToken) > TOLERANCE;
      if (apart) {
        problems.push(
          `${name}: no ratio, as torch does not compute the same: ${torch.natsPerToken.toPrecision(6)} nats per token, ours ${ours.natsPerToken.toPrecision(6)}.`,
        );
      }
      const compared = peer.length > 0 && !apart;
      return {
        result: {
          case: name,
          batch,
          per_second: Math.round(median(own)),
          best_per_second: Math.round(Math.max(...own)),
          peer: python ? 'torch' : null,
          peer_per_second: compared ? Math.round(median(peer)) : null,
          ratio: compared ? Number((median(own) / median(peer)).toFixed(3)) : null,
          load_ms: Math.round(ours.loadMs),
          first_character_ms: Number(ours.firstMs.toFixed(1)),
        },
        notes: open.map(({ description }) => `${name}: ${description}`),
        problems,
      };
    } finally {
      await Promise.all(open.map((one) => one.stop()));
    }
  });
}

/** A result for people. */
export function generationLine(result: GenerationResult): string {
  const { per_second, best_per_second, peer_per_second, ratio, load_ms, first_character_ms } = result;
  return [
    result.case.padEnd(24),
    String(per_second).padStart(9),
    String(best_per_second).padStart(9),
    String(peer_per_second ?? '–').padStart(9),
    (ratio?.toFixed(2) ?? '–').padStart(6),
    String(load_ms).padStart(8),
    first_character_ms.toFixed(1).padStart(9),
  ].join(' ');
}

export const generationHead = [
  'case'.padEnd(24),
  'tokens/s'.padStart(9),
  'best'.padStart(9),
  'PyTorch'.padStart(9),
  'ratio'.padStart(6),
  'load ms'.padStart(8),
  'first ms'.padStart(9),
].join(' ');
