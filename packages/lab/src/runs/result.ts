import type { Novelty } from '../tasks/novelty.js';
import type { PartScores } from '../tasks/scores.js';
import type { SamplePrediction } from '../tasks/task.js';
import type { WrittenText } from '../tasks/write-texts.js';

/** What `result.json` holds. It is written last: a run that has one is finished. */
export interface Result {
  recipe: string;
  /** What one of the examples that are trained on and scored is called, in the singular; of a stream, a token. */
  unit: string;
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
  /** Always answering with the most frequent class, where there are classes. */
  baseline?: { label: string; accuracy: number };
  test: PartScores;
  /** On the examples it was trained on, if the recipe asks for that. */
  train?: PartScores;
  /** The same training on a split in which no text is in two parts, if texts repeat. */
  distinct?: {
    repeats: number;
    accuracy: number;
    interval: [number, number];
    count: number;
    baseline: number;
  };
  predictions: SamplePrediction[];
  /** Of a language model: what the exported file writes. */
  texts?: WrittenText[];
  /** Of a model of lines: how much of what it writes is new. */
  novelty?: Novelty;
}
