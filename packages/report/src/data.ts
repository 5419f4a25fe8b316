/** The content of a report. Only `title`, `dataset.name` and `model` are required; a section without data is omitted. */
export interface ReportData {
  /** The model and the dataset, such as "LSTM-128 on names". */
  title: string;
  /** One sentence under the title. Default: model, training and dataset. */
  summary?: string;
  /** The date of the report, formatted. */
  date?: string;
  dataset: ReportDataset;
  model: ReportModel;
  training?: ReportTraining;
  results?: ReportResults;
  /** The learning curves, below each other. */
  curves?: readonly ReportFigure[];
  /** The confusion matrix. */
  confusion?: ReportFigure;
  /** Precision, recall and F1 per class. */
  classes?: readonly ClassRow[];
  /** The most confused pairs of classes, the largest count first. */
  confusedPairs?: readonly ConfusedPair[];
  /** Example predictions. */
  examples?: readonly ExampleRow[];
  /** Text sampled from a language model. */
  samples?: readonly SampleText[];
  /** The metrics of every epoch. */
  history?: HistoryTable;
  /** The command that reproduces the run. */
  reproduce?: Reproduction;
  /** Names and versions of the packages that the result may depend on. */
  versions?: Readonly<Record<string, string>>;
  /** Caveats on the numbers, a sentence each. */
  warnings?: readonly string[];
}

/** The dataset of a report. */
export interface ReportDataset {
  name: string;
  description?: string;
  license?: string;
  /** The origin of the data; an http address becomes a link. */
  source?: string;
  /** The training, validation and test split, with their sizes. */
  splits?: readonly { name: string; count: number }[];
  /** The unit of the sizes, in the plural. Default: "examples". */
  unit?: string;
  classes?: readonly string[];
}

/** The model of a report. */
export interface ReportModel {
  /** A short name, such as "LSTM-128". */
  name: string;
  /** The layers with their output shapes and numbers of parameters. */
  layers: readonly { name: string; output: string; parameters: number }[];
  /** The total number of trainable parameters. */
  parameters: number;
}

/** The training of a report: its hyperparameters and how it ended. */
export interface ReportTraining {
  optimizer?: string;
  /** The learning-rate schedule. */
  schedule?: string;
  /** The batch size. */
  batch?: number;
  epochsRun?: number;
  epochsPlanned?: number;
  /** The epoch with the best monitored metric, whose weights are kept. */
  bestEpoch?: number;
  seconds?: number;
  seed?: number | string;
  engine?: string;
  /** The reason why training ended, such as "all epochs done" or "no better validation loss for 5 epochs". */
  stopped?: string;
  /** Whether the run was interrupted. */
  interrupted?: boolean;
  /** Further settings, name and value. */
  settings?: Readonly<Record<string, string>>;
}

/** The format of a value: a percentage of 1, or a plain number. */
export type ValueFormat = 'percent' | 'number';

/** The results of a report. */
export interface ReportResults {
  headline?: Headline;
  /** Further results: accuracy on distinct names, macro F1, top-3 accuracy. */
  rows?: readonly ResultRow[];
}

/** The main result, compared with a baseline. */
export interface Headline {
  /** The metric, such as "test accuracy". */
  name: string;
  value: number;
  /** Default: "percent". */
  format?: ValueFormat;
  /** Whether a higher or a lower value is better. Default: "higher". */
  better?: 'higher' | 'lower';
  /** The 95 % confidence interval. */
  interval?: readonly [low: number, high: number];
  /** The number of examples it was measured on. */
  count?: number;
  /** The unit of `count`, in the plural. Default: "examples". */
  unit?: string;
  /** The result without learning, such as always predicting the most frequent class. */
  baseline?: { name: string; value: number };
}

/** One of the further results. */
export interface ResultRow {
  name: string;
  value: number;
  /** Default: "percent". */
  format?: ValueFormat;
  interval?: readonly [low: number, high: number];
  note?: string;
}

/** A figure of a report. */
export interface ReportFigure {
  /** An `<svg>` element. */
  svg: string;
  caption?: string;
}

/** The metrics of one class. */
export interface ClassRow {
  label: string;
  precision: number;
  recall: number;
  f1: number;
  /** The number of examples of the class. */
  support: number;
}

/** A pair of classes that are confused. */
export interface ConfusedPair {
  /** The true label. */
  label: string;
  /** The predicted label. */
  predicted: string;
  count: number;
  /** The number of examples of the true class. */
  of?: number;
}

/** One example prediction. */
export interface ExampleRow {
  text: string;
  /** The true label. */
  label: string;
  /** The predicted label. */
  predicted: string;
  /** The probability of the predicted label, 0 to 1. */
  probability?: number;
}

/** A text sampled from a language model. */
export interface SampleText {
  text: string;
  /** Its origin, such as "epoch 10, temperature 0.5, from KSKSKS". */
  label?: string;
}

/** The metrics of every epoch. */
export interface HistoryTable {
  columns: readonly string[];
  /** A row per epoch; null where a metric was not measured. */
  rows: readonly (readonly (number | string | null)[])[];
}

/** How to reproduce a run. */
export interface Reproduction {
  /** The exact command. */
  command: string;
  note?: string;
}
