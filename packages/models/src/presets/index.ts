import { languageModel } from './language-model.js';
import { rowClassifier } from './row-classifier.js';
import { sequenceClassifier } from './sequence-classifier.js';
import { sequenceLabeler } from './sequence-labeler.js';
import { stackedCnn } from './stacked-cnn.js';
import { textCnn } from './text-cnn.js';
import { twoStageCnn } from './two-stage-cnn.js';

/** The presets, by the name a recipe uses. */
export const presets = {
  'language-model': languageModel,
  'row-classifier': rowClassifier,
  'sequence-classifier': sequenceClassifier,
  'sequence-labeler': sequenceLabeler,
  'stacked-cnn': stackedCnn,
  'text-cnn': textCnn,
  'two-stage-cnn': twoStageCnn,
};
