import type { Case } from './cases.js';
import { CHECKED_STEPS, firstDifference, TOLERANCE } from './comparison.js';
import { gemmFlops } from './gemm.js';
import { type Contestant, type OpenPeer, openEngine } from './peers.js';
import { Child, ChildError } from './processes/child.js';
import { gemmCommand } from './processes/commands.js';
import { type Result, resultOf } from './result.js';
import { prepareCase, withWorkloadFolder } from './workload.js';

/** Options of {@link measure}. */
interface MeasureOptions {
  peers: Record<string, OpenPeer>;
  rounds: number;
  seconds: number;
  patience: number;
}

/** The outcome of {@link measure}. */
interface Measured {
  /** One for each peer; one if there are none. */
  results: Result[];
  /** The versions and settings that were timed. */
  notes: string[];
  /** Why a peer has no ratio. */
  problems: string[];
}

/** Times a case: our engine, each peer and the matrix product in turn, so that all have the same load on the machine. */
export function measure(
  benchmark: Case,
  { peers, rounds, seconds, patience }: MeasureOptions,
): Promise<Measured> {
  const { name, spec } = benchmark;
  const workload = prepareCase(benchmark);
  return withWorkloadFolder(workload, async (folder) => {
    const open: { stop(): Promise<void> }[] = [];
    try {
      const ours = await openEngine('onnxruntime', folder);
      open.push(ours);
      const gemm = Child.start(gemmCommand);
      open.push(gemm);
      await gemm.ask();

      const problems: string[] = [];
      const timed: (Contestant & { ms: number[] })[] = [];
      for (const [peerName, openPeer] of Object.entries(peers)) {
        const peer = await openPeer(folder, seconds, patience).catch((error: unknown) => {
          if (!(error instanceof ChildError)) throw error;
          problems.push(`${name}: there is no time of ${peerName}: ${error.message}`);
          return undefined;
        });
        if (!peer) continue;
        open.push(peer);
        const disagreement = disagree(name, ours, peer);
        if (disagreement) problems.push(disagreement);
        else timed.push({ ...peer, ms: [] });
      }

      const ms: number[] = [];
      const flopsPerMs: number[] = [];
      for (const contestant of [ours, ...timed]) await contestant.time(seconds);
      for (let round = 0; round < rounds; round++) {
        ms.push(await ours.time(seconds));
        for (const peer of timed) peer.ms.push(await peer.time(seconds));
        const rate = await gemm.ask<{ flopsPerMs: number }>({ seconds: seconds / 4 });
        flopsPerMs.push(rate.flopsPerMs);
      }

      const own = { ms, flopsPerMs, rssMb: ours.rssMb(), compileMs: ours.compileMs };
      const flops = gemmFlops(spec, benchmark);
      const beside = Object.keys(peers).map(
        (peer) => timed.find((p) => p.name === peer) ?? { name: peer, ms: [] },
      );
      const results =
        beside.length > 0
          ? beside.map((peer) => resultOf(benchmark, flops, own, peer))
          : [resultOf(benchmark, flops, own)];
      const notes = [ours, ...timed].map(({ description }) => `${name}: ${description}`);
      return { results, notes, problems };
    } finally {
      await Promise.all(open.map((process) => process.stop()));
    }
  });
}

/** Describes the first losses that differ; undefined if none do. */
export function disagree(
  name: string,
  ours: Pick<Contestant, 'name' | 'losses'>,
  peer: Pick<Contestant, 'name' | 'losses'>,
): string | undefined {
  const step = firstDifference(ours.losses.slice(0, CHECKED_STEPS), peer.losses, TOLERANCE);
  if (step === undefined) return undefined;
  const loss = (losses: number[]): string => losses[step]?.toPrecision(6) ?? 'none';
  return (
    `${name}: no ratio, as ${ours.name} and ${peer.name} do not compute the same: ` +
    `the loss of step ${step + 1} is ${loss(ours.losses)} and ${loss(peer.losses)}.`
  );
}
