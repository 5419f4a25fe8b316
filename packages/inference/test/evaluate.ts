import { type ModelSpec, resolveModel } from '@rnnlab/models';
import { evaluationProgram } from '@rnnlab/onnx';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { type ExportedLanguageModel, lines } from './exported-models.js';

/** The outputs of each example by the program that scores a model during training. */
async function outputsOf(
  spec: ModelSpec,
  parameters: Float32Array,
  examples: readonly Record<string, Tensor>[],
): Promise<Float32Array[]> {
  const session = await InferenceSession.create(evaluationProgram(spec).model, { logSeverityLevel: 3 });
  const results: Float32Array[] = [];
  for (const example of examples) {
    const { outputs } = await session.run({
      parameters: new Tensor('float32', parameters, [parameters.length]),
      ...example,
    });
    results.push(outputs!.data as Float32Array);
  }
  await session.release();
  return results;
}

const single = (value: number) => new Tensor('int32', Int32Array.of(value), [1]);

/**
 * Probabilities of sequences by the program that scores a model during training.
 *
 * @param options - `perStep`: of each step, one after the other.
 */
export async function evaluate(
  spec: ModelSpec,
  parameters: Float32Array,
  sequences: readonly Int32Array[],
  { perStep = false } = {},
): Promise<number[][]> {
  const examples = sequences.map((ids) => ({
    ids: new Tensor('int32', ids, [1, ids.length]),
    lengths: single(ids.length),
    targets: perStep ? new Tensor('int32', new Int32Array(ids.length), [1, ids.length]) : single(0),
  }));
  return (await outputsOf(spec, parameters, examples)).map((outputs, k) => {
    const width = perStep ? outputs.length / sequences[k]!.length : outputs.length;
    return Array.from({ length: outputs.length / width }, (_, row) =>
      softmax(Array.from(outputs.slice(row * width, (row + 1) * width))),
    ).flat();
  });
}

/** Outputs for images, given as a model reads them, by the program that scores a model during training. */
export function evaluateImages(
  spec: ModelSpec,
  parameters: Float32Array,
  images: readonly Float32Array[],
): Promise<Float32Array[]> {
  const { input, output } = resolveModel(spec);
  const perStep = output.kind === 'sequence';
  return outputsOf(
    spec,
    parameters,
    images.map((pixels): Record<string, Tensor> => {
      const targets = perStep
        ? new Tensor('int32', new Int32Array(output.steps ?? 0), [1, output.steps ?? 0])
        : single(0);
      if (input.kind === 'image') {
        const dims = [1, input.channels, input.height, input.width];
        return { pixels: new Tensor('float32', pixels, dims), targets };
      }
      if (input.kind === 'vector') {
        return { features: new Tensor('float32', pixels, [1, pixels.length]), targets };
      }
      if (input.kind !== 'sequence') throw new Error('The model reads no images.');
      const steps = pixels.length / input.features;
      return {
        features: new Tensor('float32', pixels, [1, steps, input.features]),
        lengths: single(steps),
        targets,
      };
    }),
  );
}

export function softmax(outputs: number[]): number[] {
  const largest = Math.max(...outputs);
  const powers = outputs.map((logit) => Math.exp(logit - largest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/** Probabilities of the tokens after some beginnings, without those that are never sampled, by the evaluation. */
export async function nextOfEach(
  { spec, parameters }: Pick<ExportedLanguageModel, 'spec' | 'parameters'>,
  beginnings: readonly number[][],
): Promise<number[][]> {
  const sequences = beginnings.map((ids) => Int32Array.from(ids));
  const rows = await evaluate(spec, parameters, sequences, { perStep: true });
  return rows.map((row) => {
    const last = row.slice(-lines.vocabulary.size).map((p, id) => (id < 6 && id !== 3 ? 0 : p));
    const sum = last.reduce((a, b) => a + b, 0);
    return last.map((p) => p / sum);
  });
}
