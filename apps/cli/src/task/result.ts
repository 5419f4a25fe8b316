import type { PartScores } from './score.js';

/** A text of the test part as the exported model sees it. */
export interface SamplePrediction {
  text: string;
  truth: string;
  predicted: string;
  probability: number;
}

/** What `result.json` holds. It is written last: a run that has one is finished. */
export interface Result {
  recipe: string;
  dataset: { name: string; examples: number; classes: number; parts: Record<string, number> };
  /** Trainable numbers of the model. */
  parameters: number;
  epochs: number;
  bestEpoch: number;
  stopped: 'finished' | 'early';
  /** Seconds of training, over all calls if it was resumed. */
  seconds: number;
  engine: string;
  /** When it ended, ISO 8601. */
  finished: string;
  baseline: { label: string; accuracy: number };
  test: PartScores;
  /** The same training on a split in which no text is in two parts, if texts repeat. */
  distinct?: {
    repeats: number;
    accuracy: number;
    interval: [number, number];
    count: number;
    baseline: number;
  };
  predictions: SamplePrediction[];
}
