/** Everything a report shows. Only `title`, `dataset.name` and `model` are always there: what is missing is left out or said to be missing. */
export interface ReportData {
  /** What was trained on what, such as "LSTM-128 on names". */
  title: string;
  /** One sentence under the title. Default: made from model, training and dataset. */
  summary?: string;
  /** When the report was made, as it should be printed. */
  date?: string;
  dataset: ReportDataset;
  model: ReportModel;
  training?: ReportTraining;
  results?: ReportResults;
  /** Figures as SVG, drawn above each other. */
  curves?: readonly ReportFigure[];
  confusion?: ReportFigure;
  classes?: readonly ClassRow[];
  /** The largest confusions first. */
  confusedPairs?: readonly ConfusedPair[];
  examples?: readonly ExampleRow[];
  /** Text that a language model wrote. */
  samples?: readonly SampleText[];
  history?: HistoryTable;
  reproduce?: Reproduction;
  /** Name and version of everything that the result may depend on. */
  versions?: Readonly<Record<string, string>>;
  /** What a reader must know before trusting the numbers, a sentence each. */
  warnings?: readonly string[];
}

export interface ReportDataset {
  name: string;
  description?: string;
  license?: string;
  /** Where the data comes from; an http address becomes a link. */
  source?: string;
  splits?: readonly { name: string; count: number }[];
  /** What they are counted in, in the plural. Default "examples". */
  unit?: string;
  classes?: readonly string[];
}

export interface ReportModel {
  /** A short name, such as "LSTM-128". */
  name: string;
  layers: readonly { name: string; output: string; parameters: number }[];
  /** Trainable numbers in all. */
  parameters: number;
}

export interface ReportTraining {
  optimizer?: string;
  schedule?: string;
  batch?: number;
  epochsRun?: number;
  epochsPlanned?: number;
  bestEpoch?: number;
  seconds?: number;
  seed?: number | string;
  engine?: string;
  /** Why training ended, such as "all epochs done" or "no better validation loss for 5 epochs". */
  stopped?: string;
  /** True where the run ended before it was meant to. */
  interrupted?: boolean;
  /** Further settings, name and value. */
  settings?: Readonly<Record<string, string>>;
}

/** How a value is written: as a percentage of 1, or as a plain number. */
export type ValueFormat = 'percent' | 'number';

export interface ReportResults {
  headline?: Headline;
  /** Further results: accuracy on distinct names, macro F1, top-3 accuracy. */
  rows?: readonly ResultRow[];
}

export interface Headline {
  /** "test accuracy" */
  name: string;
  value: number;
  /** Default "percent". */
  format?: ValueFormat;
  /** Whether a larger value is better. Default "higher". */
  better?: 'higher' | 'lower';
  /** The 95 % interval. */
  interval?: readonly [low: number, high: number];
  /** How many examples it was measured on. */
  count?: number;
  /** What they are called, in the plural. Default "examples". */
  unit?: string;
  /** What anybody would reach without learning, such as always naming the largest class. */
  baseline?: { name: string; value: number };
}

export interface ResultRow {
  name: string;
  value: number;
  /** Default "percent". */
  format?: ValueFormat;
  interval?: readonly [low: number, high: number];
  note?: string;
}

export interface ReportFigure {
  /** An `<svg>` element. */
  svg: string;
  caption?: string;
}

export interface ClassRow {
  label: string;
  precision: number;
  recall: number;
  f1: number;
  /** Examples of the class. */
  support: number;
}

export interface ConfusedPair {
  /** The true one. */
  label: string;
  predicted: string;
  count: number;
  /** Examples of the true class. */
  of?: number;
}

export interface ExampleRow {
  text: string;
  /** The true one. */
  label: string;
  predicted: string;
  /** Of the prediction, 0 to 1. */
  probability?: number;
}

export interface SampleText {
  text: string;
  /** Such as "epoch 10, temperature 0.5, from KSKSKS". */
  label?: string;
}

export interface HistoryTable {
  columns: readonly string[];
  /** A row per epoch; null for what was not measured. */
  rows: readonly (readonly (number | string | null)[])[];
}

export interface Reproduction {
  /** The exact command. */
  command: string;
  note?: string;
}
