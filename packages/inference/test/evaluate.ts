import type { ModelSpec } from '@rnnlab/models';
import { evaluationProgram } from '@rnnlab/onnx';
import { InferenceSession, Tensor } from 'onnxruntime-node';

/** Probabilities of one sequence by the program that scores a model during training. */
export async function evaluate(
  spec: ModelSpec,
  parameters: Float32Array,
  sequences: readonly Int32Array[],
): Promise<number[][]> {
  const session = await InferenceSession.create(evaluationProgram(spec).model, { logSeverityLevel: 3 });
  const results: number[][] = [];
  for (const ids of sequences) {
    const { outputs } = await session.run({
      parameters: new Tensor('float32', parameters, [parameters.length]),
      ids: new Tensor('int32', ids, [1, ids.length]),
      lengths: new Tensor('int32', Int32Array.of(ids.length), [1]),
      targets: new Tensor('int32', Int32Array.of(0), [1]),
    });
    results.push(softmax(Array.from(outputs!.data as Float32Array)));
  }
  await session.release();
  return results;
}

function softmax(outputs: number[]): number[] {
  const largest = Math.max(...outputs);
  const powers = outputs.map((logit) => Math.exp(logit - largest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}
