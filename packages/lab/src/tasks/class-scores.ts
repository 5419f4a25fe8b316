import { argmax, confusionMatrix, precisionRecallF1, topKAccuracy, wilsonInterval } from '@rnnlab/metrics';
import { evaluate } from '@rnnlab/trainer';
import { withModel } from './compile.js';
import type { PartScores } from './scores.js';
import type { Part, Prepared, Trained } from './task.js';

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
    const { accuracy, loss, count } = await evaluate(model, examples, (logits, indices) => {
      const labels = Int32Array.from(indices, (index) => targets[index]!);
      const prediction = argmax(logits, classes);
      confusion.update(labels, prediction);
      perClass.update(labels, prediction);
      top3?.update(labels, logits, { classes });
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

/** What always answering with the most frequent class of the training part scores on the test part. */
export function majority(
  train: Part,
  test: Part,
  labels: readonly string[],
): { label: string; accuracy: number } {
  const counts = countsOf(train.targets, labels.length);
  const largest = counts.indexOf(Math.max(...counts));
  const hits = test.targets.reduce((sum, target) => sum + Number(target === largest), 0);
  return { label: labels[largest]!, accuracy: hits / test.targets.length };
}

/** How often each class occurs. */
export function countsOf(targets: Int32Array, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const target of targets) counts[target]! += 1;
  return counts;
}
