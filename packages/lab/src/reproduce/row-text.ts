import { duration, share } from '@rnnlab/shared';
import type { ExperimentResults, Row } from './suite-results.js';

/** A measure as it stands in a table: shares with three decimals, without the leading zero. */
export function measureText(measure: string, value: number | undefined): string {
  if (value === undefined) return '–';
  return measure.endsWith('seconds') ? duration(value) : share(value);
}

export const COLUMNS = [
  'experiment',
  'measure',
  'reported',
  'best public',
  'aim',
  'ours',
  'time',
  'parameters',
] as const;

/** The cells of a row, in the order of {@link COLUMNS}. */
export function rowText({ recipe, parameters, runs }: ExperimentResults, row: Row): string[] {
  const { measure, reported, bestPublic, aim, mean, spread, values } = row;
  const seconds = runs.reduce((sum, run) => sum + run.seconds, 0) / runs.length;
  const ours =
    spread === undefined
      ? measureText(measure, mean)
      : `${measureText(measure, mean)} ± ${measureText(measure, spread).replace(/^0\./, '.')} (${values.length} seeds)`;
  const verdict = aim === undefined ? '' : isReached(row) ? ' ✓' : ' ✗';
  return [
    recipe,
    measure,
    measureText(measure, reported),
    measureText(measure, bestPublic),
    measureText(measure, aim),
    ours + verdict,
    duration(seconds),
    parameters.toLocaleString('en-US'),
  ];
}

/** Whether the mean is at least as good as the aim; true where there is none. */
export const isReached = ({ aim, mean, lower = false }: Row): boolean =>
  aim === undefined || (lower ? mean <= aim : mean >= aim);
