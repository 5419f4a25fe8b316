import type { Case } from './cases/index.js';
import { median } from './statistics.js';

/** A line of `--json`; null is what was not measured. */
export interface Result {
  case: string;
  engine: string;
  /** Median over the timed blocks. */
  ms_per_step: number;
  peer: string | null;
  peer_ms_per_step: number | null;
  /** How many times faster than the peer. */
  ratio: number | null;
  /** Milliseconds of the step's matrix products alone, at the rate measured in this run. */
  gemm_limit_ms: number;
  /** Share of the step that this limit is. */
  gemm_fraction: number;
  /** Most resident memory of the engine's process, in MiB. */
  rss_mb: number;
  /** From the spec to a session that can run. */
  compile_ms: number;
}

/** What was measured of a case. */
export interface Measurement {
  ms: number[];
  flopsPerMs: number[];
  rssMb: number;
  compileMs: number;
}

/** The result of a case, beside one peer or none. A peer without times of its own gets no ratio. */
export function resultOf(
  { name }: Case,
  flops: number,
  { ms, flopsPerMs, rssMb, compileMs }: Measurement,
  peer?: { name: string; ms: readonly number[] },
): Result {
  const own = median(ms);
  const peerMs = peer && peer.ms.length > 0 ? median(peer.ms) : null;
  const limit = flops / median(flopsPerMs);
  return {
    case: name,
    engine: 'onnxruntime',
    ms_per_step: rounded(own),
    peer: peer?.name ?? null,
    peer_ms_per_step: peerMs === null ? null : rounded(peerMs),
    ratio: peerMs === null ? null : rounded(peerMs / own),
    gemm_limit_ms: rounded(limit),
    gemm_fraction: rounded(limit / own),
    rss_mb: Math.round(rssMb),
    compile_ms: Math.round(compileMs),
  };
}

/** Four significant digits: more is noise. */
const rounded = (value: number): number => Number(value.toPrecision(4));
