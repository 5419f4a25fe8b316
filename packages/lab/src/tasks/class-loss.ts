import type { LossSpec } from '@rnnlab/onnx';
import type { Settings } from '../recipes/recipe.js';
import { countsOf } from './class-scores.js';

/** The loss of a recipe for classes, given those of the training part. */
export function classLoss({ loss }: Settings, targets: Int32Array, classes: number): LossSpec {
  if (loss.type !== 'softmax-cross-entropy') return { type: loss.type };
  const { type, labelSmoothing, classWeights } = loss;
  if (classWeights === 'equal') return labelSmoothing === 0 ? { type } : { type, labelSmoothing };
  // A class without an example has no say in the mean, whatever it weighs.
  const weights = countsOf(targets, classes).map((count) => targets.length / (classes * Math.max(1, count)));
  return { type, labelSmoothing, classWeights: weights };
}
