import { argmax, confusionMatrix, precisionRecallF1, topKAccuracy, wilsonInterval } from '@rnnlab/metrics';
import type { ModelSpec } from '@rnnlab/models';
import { type Engine, evaluate, onnxruntime } from '@rnnlab/trainer';
import type { Part } from './prepare.js';

/** How a model does on a part of the data. */
export interface PartScores {
  accuracy: number;
  /** The 95 % Wilson interval of the accuracy. */
  interval: [low: number, high: number];
  /** Mean, in nats. */
  loss: number;
  count: number;
  macroF1: number;
  /** Share with the truth among the three most probable classes; absent with fewer than four classes. */
  top3?: number;
  /** `confusion[truth][prediction]`, in the order of the labels. */
  confusion: number[][];
  classes: { precision: number; recall: number; f1: number; support: number }[];
}

/** Scores parameters on a part of the data. */
export async function scorePart(
  spec: ModelSpec,
  parameters: Float32Array,
  { examples, targets }: Part,
  classes: number,
  engine: Engine = onnxruntime(),
): Promise<PartScores> {
  const confusion = confusionMatrix(classes);
  const perClass = precisionRecallF1(classes);
  const top3 = classes > 3 ? topKAccuracy(3) : undefined;
  // The optimiser does not matter: nothing is trained. SGD remembers nothing, so none has to be made up.
  const model = await engine.compile(spec, { type: 'sgd' });
  try {
    await model.setState({ parameters, slots: [] });
    const { accuracy, loss, count } = await evaluate(model, examples, (logits, indices) => {
      const truth = Int32Array.from(indices, (index) => targets[index]!);
      const prediction = argmax(logits, classes);
      confusion.update(truth, prediction);
      perClass.update(truth, prediction);
      top3?.update(truth, logits, { classes });
    });
    const { low, high } = wilsonInterval(accuracy, count);
    const scores = perClass.compute();
    return {
      accuracy,
      interval: [low, high],
      loss,
      count,
      macroF1: scores.macro.f1,
      ...(top3 && { top3: top3.compute() }),
      confusion: confusion.compute().counts,
      classes: scores.perClass.map(({ precision, recall, f1, support }) => ({
        precision,
        recall,
        f1,
        support,
      })),
    };
  } finally {
    await model.dispose();
  }
}

/** What always answering with the most frequent class of the training part scores on the test part. */
export function majority(
  train: Part,
  test: Part,
  labels: readonly string[],
): { label: string; accuracy: number } {
  const counts = new Array<number>(labels.length).fill(0);
  for (const target of train.targets) counts[target]! += 1;
  const largest = counts.indexOf(Math.max(...counts));
  const hits = test.targets.reduce((sum, target) => sum + Number(target === largest), 0);
  return { label: labels[largest]!, accuracy: hits / test.targets.length };
}
