export { type LanguageModelOptions, languageModel } from './language-model.js';
export { type RowClassifierOptions, rowClassifier } from './row-classifier.js';
export { type SequenceClassifierOptions, sequenceClassifier } from './sequence-classifier.js';
export { type SequenceLabelerOptions, sequenceLabeler } from './sequence-labeler.js';
export { type StackedCnnOptions, stackedCnn } from './stacked-cnn.js';
export { type TextCnnOptions, textCnn } from './text-cnn.js';
export { type TwoStageCnnOptions, twoStageCnn } from './two-stage-cnn.js';
