export { type SequenceClassifierOptions, sequenceClassifier } from './sequence-classifier.js';
