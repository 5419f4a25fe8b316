import { argmax } from '@rnnlab/metrics';
import { chooseSamples } from './choose-samples.js';
import { outputsOf } from './compile.js';
import type { Prepared, SamplePrediction, Trained } from './task.js';

/** Some examples of the test part with the class that the model names. */
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
