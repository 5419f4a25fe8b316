import { sequenceClassifier } from './sequence-classifier.js';

/** Every model preset a recipe can name. */
export const presets = { 'sequence-classifier': sequenceClassifier };
