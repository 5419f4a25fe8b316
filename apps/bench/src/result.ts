import type { Case } from './cases.js';
import { median } from './comparison.js';

/** A line of `--json`; null where nothing was measured. */
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

/** The measurements of a case. */
interface Measurement {
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

interface Column {
  title: string;
  width: number;
  text(result: Result): string;
}

const formatDigits = (value: number | null, digits = 3): string =>
  value === null ? '–' : Number(value.toPrecision(digits)).toString();

const own: Column[] = [
  { title: 'case', width: -16, text: (r) => r.case },
  { title: 'ms/step', width: 8, text: (r) => formatDigits(r.ms_per_step) },
];
const beside: Column[] = [
  { title: 'peer', width: 6, text: (r) => r.peer ?? '–' },
  { title: 'ms/step', width: 8, text: (r) => formatDigits(r.peer_ms_per_step) },
  { title: 'ratio', width: 6, text: (r) => (r.ratio === null ? '–' : r.ratio.toFixed(2)) },
];
const rest: Column[] = [
  { title: 'limit ms', width: 9, text: (r) => formatDigits(r.gemm_limit_ms) },
  { title: 'of limit', width: 9, text: (r) => r.gemm_fraction.toFixed(2) },
  { title: 'peak MiB', width: 9, text: (r) => String(r.rss_mb) },
  { title: 'compile ms', width: 11, text: (r) => String(r.compile_ms) },
];

/** The table of results, a line at a time, as they come. */
export function table(withPeers: boolean): { head: string; line(result: Result): string } {
  const columns = withPeers ? [...own, ...beside, ...rest] : [...own, ...rest];
  const join = (cell: (column: Column) => string): string =>
    columns
      .map((column) =>
        column.width < 0 ? cell(column).padEnd(-column.width) : cell(column).padStart(column.width),
      )
      .join(' ');
  return { head: join(({ title }) => title), line: (result) => join(({ text }) => text(result)) };
}
