import { argmax, confusionMatrix, precisionRecallF1, topKAccuracy, wilsonInterval } from '@rnnlab/metrics';
import type { LossSpec } from '@rnnlab/onnx';
import { evaluate } from '@rnnlab/trainer';
import type { Settings } from '../settings/settings.js';
import { outputsOf, withModel } from './model.js';
import type { Part, PartScores, Prepared, SamplePrediction, Trained } from './task.js';

/** The classification loss of a recipe, with class weights from the targets of the training part. */
export function classLoss({ loss }: Settings, targets: Int32Array, classes: number): LossSpec {
  if (loss.type !== 'softmax-cross-entropy') return { type: loss.type };
  const { type, labelSmoothing, classWeights } = loss;
  if (classWeights === 'equal') return labelSmoothing === 0 ? { type } : { type, labelSmoothing };
  // The weight of a class without examples does not matter.
  const weights = classCounts(targets, classes).map(
    (count) => targets.length / (classes * Math.max(1, count)),
  );
  return { type, labelSmoothing, classWeights: weights };
}

/** Scores a classifier on a part of the data. */
export function classScores(
  prepared: Pick<Prepared, 'spec' | 'loss' | 'labels'>,
  { examples, targets }: Part,
  trained: Trained,
): Promise<PartScores> {
  const classes = prepared.labels.length;
  const confusion = confusionMatrix(classes);
  const perClass = precisionRecallF1(classes);
  const top3 = classes > 3 ? topKAccuracy(3) : undefined;
  return withModel(prepared, trained, async (model) => {
    const { accuracy, loss, count } = await evaluate(model, examples, {
      onBatch: (logits, indices) => {
        const labels = Int32Array.from(indices, (index) => targets[index]!);
        const prediction = argmax(logits, classes);
        confusion.update(labels, prediction);
        perClass.update(labels, prediction);
        top3?.update(labels, logits, { classes });
      },
    });
    const { low, high } = wilsonInterval(accuracy, count);
    const scores = perClass.compute();
    const present = scores.perClass.filter(({ support }) => support > 0);
    return {
      accuracy,
      interval: [low, high],
      loss,
      count,
      macroF1: scores.macro.f1,
      balancedAccuracy: present.reduce((sum, { recall }) => sum + recall, 0) / present.length,
      ...(top3 && { top3: top3.compute() }),
      confusion: confusion.compute().counts,
      classes: scores.perClass.map(({ precision, recall, f1, support }) => ({
        precision,
        recall,
        f1,
        support,
      })),
    };
  });
}

/** The majority-class baseline: the test accuracy of always predicting the most frequent class of the training part. */
export function majorityBaseline(
  train: Part,
  test: Part,
  labels: readonly string[],
): { label: string; accuracy: number } {
  const counts = classCounts(train.targets, labels.length);
  const largest = counts.indexOf(Math.max(...counts));
  const hits = test.targets.reduce((sum, target) => sum + Number(target === largest), 0);
  return { label: labels[largest]!, accuracy: hits / test.targets.length };
}

/** How often each class occurs. */
function classCounts(targets: Int32Array, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const target of targets) counts[target]! += 1;
  return counts;
}

/** Predicts the classes of some test examples. */
export async function classSamples(prepared: Prepared, trained: Trained): Promise<SamplePrediction[]> {
  const { test } = prepared.parts;
  const { labels } = prepared;
  const chosen = chooseSamples(test.targets);
  const outputs = await outputsOf(prepared, trained, {
    examples: test.examples,
    chosen,
    width: labels.length,
  });
  return outputs.map((logits, k) => {
    const [best] = argmax(logits, labels.length);
    return {
      text: test.show(chosen[k]!),
      label: labels[test.targets[chosen[k]!]!]!,
      predicted: labels[best!]!,
      probability: probabilityOf(logits, best!),
    };
  });
}

function probabilityOf(logits: Float32Array, at: number): number {
  const most = Math.max(...logits);
  const weight = (logit: number): number => Math.exp(logit - most);
  return weight(logits[at]!) / logits.reduce((sum, logit) => sum + weight(logit), 0);
}

const SAMPLES = 5;

/** Indices of some examples: the first of each class, then the first of all others. */
export function chooseSamples(
  targets: ArrayLike<number>,
  known: (index: number) => boolean = () => true,
): number[] {
  const seen = new Set<number>();
  const first: number[] = [];
  const rest: number[] = [];
  for (let index = 0; index < targets.length; index++) {
    if (!known(index)) continue;
    const target = targets[index]!;
    (seen.has(target) ? rest : first).push(index);
    seen.add(target);
  }
  return [...first, ...rest].slice(0, SAMPLES);
}
