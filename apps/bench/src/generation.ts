import { availableParallelism } from 'node:os';
import type { Case } from './cases.js';
import { median, relativeDifference, TOLERANCE } from './comparison.js';
import { Child, ChildError } from './processes/child.js';
import { generateCommand, torchCommand, torchThreads } from './processes/commands.js';
import { prepareCase, withWorkloadFolder } from './workload.js';

/** A model whose generation is timed: of `batch` texts at a time. */
const characters = (name: string, units: number, batch: number): Case => ({
  name,
  doc: `character model: 2 × LSTM-${units}, ${batch === 1 ? 'one text' : `${batch} texts at a time`}`,
  spec: {
    input: { type: 'tokens', vocabulary: 65 },
    layers: [
      { type: 'embedding', units: 64 },
      { type: 'recurrent', cell: 'lstm', units, layers: 2 },
      { type: 'dense', units: 65 },
    ],
  },
  batch,
  steps: 64,
});

/** The models whose generation is timed. */
export const generationCases: readonly Case[] = [128, 512].flatMap((units) =>
  [1, 64].map((batch) => characters(`generate-lstm${units}x2-b${batch}`, units, batch)),
);

/** One line of results. */
interface GenerationResult {
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

/** Options of {@link measureGeneration}. */
interface GenerationOptions {
  /** A Python with PyTorch, to time it as well. */
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

/** A line of the table. */
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

/** The head of the table. */
export const generationHead = [
  'case'.padEnd(24),
  'tokens/s'.padStart(9),
  'best'.padStart(9),
  'PyTorch'.padStart(9),
  'ratio'.padStart(6),
  'load ms'.padStart(8),
  'first ms'.padStart(9),
].join(' ');

/** A process that generates with one model. */
interface Generator {
  /** Its versions and settings. */
  description: string;
  /** Its loss of a fixed text. */
  natsPerToken: number;
  /** Generates for some seconds; tokens a second. */
  time(seconds: number): Promise<number>;
  stop(): Promise<void>;
}

/** Our generator. */
interface OwnGenerator extends Generator {
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
async function openOurs(folder: string, seconds: number): Promise<OwnGenerator> {
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
async function openTorch(python: string, folder: string, seconds: number): Promise<Generator> {
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
