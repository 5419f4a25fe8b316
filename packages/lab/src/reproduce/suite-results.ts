import type { Reference } from '../recipes/recipe.js';
import type { RunResults } from './run-results.js';

/** Format version of `results.json`: it rises when a key gets another meaning. */
export const RESULTS_FORMAT = 3;

/** Contents of a suite's `results.json`. Nothing in it is typed by hand. */
export interface SuiteResults {
  format: typeof RESULTS_FORMAT;
  suite: string;
  title: string;
  summary: string;
  /** The report with the reported numbers. */
  report?: string;
  /** Whether these are quick checks with the short forms of the recipes, not results. */
  quick: boolean;
  experiments: ExperimentResults[];
}

/** Results of one experiment: its rows of the table and its runs. */
export interface ExperimentResults {
  recipe: string;
  summary: string;
  model: string;
  /** Number of trainable parameters. */
  parameters: number;
  protocol: string;
  flaw?: string;
  rows: Row[];
  /** In the order of their seeds. */
  runs: RunResults[];
}

/** A measure beside the reported numbers. */
export interface Row extends Reference {
  /** Mean over the runs. */
  mean: number;
  /** Standard deviation over the seeds; absent with one run. */
  spread?: number;
  /** One value for each run. */
  values: number[];
}

/** Mean and, of two values or more, sample standard deviation. */
export function statistics(values: readonly number[]): { mean: number; spread?: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length < 2) return { mean };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, spread: Math.sqrt(squares / (values.length - 1)) };
}

/**
 * JSON for people and for version control: what holds only numbers, strings and the like is one line, what holds
 * more is indented by a space.
 */
export function compactJson(value: unknown, indent = ''): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  if (entries.every(([, entry]) => entry === null || typeof entry !== 'object')) return JSON.stringify(value);
  const isArray = Array.isArray(value);
  const lines = entries.map(([key, entry]) => {
    const text = compactJson(entry, `${indent} `);
    return `${indent} ${isArray ? '' : `${JSON.stringify(key)}: `}${text}`;
  });
  return `${isArray ? '[' : '{'}\n${lines.join(',\n')}\n${indent}${isArray ? ']' : '}'}`;
}
