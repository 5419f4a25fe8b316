import type { Result } from './result.js';

interface Column {
  title: string;
  width: number;
  text(result: Result): string;
}

const digits = (value: number | null, places = 3): string =>
  value === null ? '–' : Number(value.toPrecision(places)).toString();

const own: Column[] = [
  { title: 'case', width: -16, text: (r) => r.case },
  { title: 'ms/step', width: 8, text: (r) => digits(r.ms_per_step) },
];
const beside: Column[] = [
  { title: 'peer', width: 6, text: (r) => r.peer ?? '–' },
  { title: 'ms/step', width: 8, text: (r) => digits(r.peer_ms_per_step) },
  { title: 'ratio', width: 6, text: (r) => (r.ratio === null ? '–' : r.ratio.toFixed(2)) },
];
const rest: Column[] = [
  { title: 'limit ms', width: 9, text: (r) => digits(r.gemm_limit_ms) },
  { title: 'of limit', width: 9, text: (r) => r.gemm_fraction.toFixed(2) },
  { title: 'peak MiB', width: 9, text: (r) => String(r.rss_mb) },
  { title: 'compile ms', width: 11, text: (r) => String(r.compile_ms) },
];

/** The table for people, a line at a time, as results come. */
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
