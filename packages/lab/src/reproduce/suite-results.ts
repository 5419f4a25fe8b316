import type { Reference } from '../recipes/reference.js';
import type { RunResults } from './run-results.js';

/** Of `results.json`: it rises when a key gets another meaning. */
export const RESULTS_FORMAT = 2;

/** What `results.json` holds. Nothing in it is typed by hand. */
export interface SuiteResults {
  format: typeof RESULTS_FORMAT;
  suite: string;
  title: string;
  summary: string;
  report?: string;
  /** Whether these are the short forms of the recipes: checks, not results. */
  quick: boolean;
  experiments: ExperimentResults[];
}

export interface ExperimentResults {
  recipe: string;
  summary: string;
  model: string;
  parameters: number;
  protocol: string;
  flaw?: string;
  rows: Row[];
  /** In the order of their seeds. */
  runs: RunResults[];
}

/** A measure beside what others report. */
export interface Row extends Reference {
  /** Of the runs. */
  mean: number;
  /** Standard deviation over the seeds; absent with one run. */
  spread?: number;
  values: number[];
}
