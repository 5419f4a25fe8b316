import { type CompiledModel, type Examples, evaluate } from '@rnnlab/trainer';
import type { Part, Prepared, Trained } from './task.js';

/** Lends a compiled model with trained parameters. */
export async function withModel<T>(
  { spec, loss }: Pick<Prepared, 'spec' | 'loss'>,
  { parameters, engine }: Trained,
  use: (model: CompiledModel) => Promise<T>,
  { carry = false } = {},
): Promise<T> {
  // The optimizer does not matter: nothing is trained. SGD remembers nothing, so none has to be made up.
  const model = await engine.compile(spec, { type: 'sgd' }, { loss, carry });
  try {
    await model.setState({ parameters, slots: [] });
    return await use(model);
  } finally {
    await model.dispose();
  }
}

/**
 * What a model with `width` outputs gives for some examples: of each `[width]`, or `[steps, width]` with padding.
 *
 * @param chosen - Indices of the examples.
 */
export async function outputsOf(
  prepared: Pick<Prepared, 'spec' | 'loss'>,
  trained: Trained,
  { examples, chosen, width }: { examples: Part['examples']; chosen: readonly number[]; width: number },
): Promise<Float32Array[]> {
  const all = examples as Examples;
  const some: Examples = {
    length: chosen.length,
    steps: (index) => all.steps(chosen[index]!),
    batch: (indices, steps) => {
      const originals = Array.from(indices, (index) => chosen[index]!);
      return all.batch(originals, steps);
    },
  };
  const rows: Float32Array[] = [];
  await withModel(prepared, trained, (model) =>
    evaluate(model, some, (outputs, indices) => {
      // Time-major where there is time.
      const steps = outputs.length / (indices.length * width);
      indices.forEach((index, row) => {
        const own = new Float32Array(steps * width);
        for (let step = 0; step < steps; step++) {
          const start = (step * indices.length + row) * width;
          own.set(outputs.subarray(start, start + width), step * width);
        }
        rows[index] = own;
      });
    }),
  );
  return rows;
}
