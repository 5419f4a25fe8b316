import { type InputSpec, type ModelSpec, parameterCount, resolveModel } from '@rnnlab/models';
import { type CompiledModel, type Examples, evaluate } from '@rnnlab/trainer';
import { LabError } from '../errors.js';
import { presetSpec, presets } from '../settings/presets.js';
import type { Settings } from '../settings/settings.js';
import type { Part, Prepared, Trained } from './task.js';

/**
 * Builds the model of a recipe for the inputs that its data can have.
 *
 * @param options.everyStep - Whether it must have an output in every step, not one per sequence.
 * @throws {LabError} If the model has other inputs or outputs.
 * @throws {SpecError} If it cannot be built or is too large.
 */
export function modelSpec(
  { model: { preset, ...values }, dataset }: Settings,
  inputs: readonly InputSpec[],
  outputs: number,
  { everyStep = false } = {},
): ModelSpec {
  const input = inputs.find(({ type }) => type === presets[preset].input);
  if (!input) {
    const suitable = Object.entries(presets).filter(([, { input }]) =>
      inputs.some(({ type }) => type === input),
    );
    throw new LabError(
      `model.preset must be ${suitable.map(([name]) => name).join(' or ')} for dataset.type=${dataset.type}, received "${preset}".`,
    );
  }
  const spec = presetSpec(preset, input, outputs, values);
  // Refused before anything is written for it.
  parameterCount(spec);
  if ((resolveModel(spec).output.kind === 'sequence') !== everyStep) {
    const [gives, needed] = everyStep ? ['once', 'in every step'] : ['in every step', 'once'];
    throw new LabError(
      `model.preset=${preset} answers ${gives}, but dataset.type=${dataset.type} needs a model that answers ${needed}.`,
    );
  }
  return spec;
}

/** A model's short name: `LSTM-128`, `2 × bidirectional GRU-64`. */
export function modelName({ layers }: ModelSpec): string {
  const parts = layers.flatMap((layer) => {
    if (layer.type !== 'recurrent') return [];
    const { cell = 'lstm', units, layers: stacked = 1, bidirectional = false } = layer;
    return [
      `${stacked > 1 ? `${stacked} × ` : ''}${bidirectional ? 'bidirectional ' : ''}${cell.toUpperCase()}-${units}`,
    ];
  });
  if (parts.length > 0) return parts.join(' + ');
  return layers.some(({ type }) => type === 'conv1d' || type === 'conv2d') ? 'CNN' : 'Model';
}

/** Compiles a model with trained parameters, and disposes of it after its use. */
export async function withModel<T>(
  { spec, loss }: Pick<Prepared, 'spec' | 'loss'>,
  { parameters, engine }: Trained,
  use: (model: CompiledModel) => Promise<T>,
  { stateful = false } = {},
): Promise<T> {
  // The optimizer does not matter, as nothing is trained: SGD needs no state.
  const model = await engine.compile(spec, { type: 'sgd' }, { loss, stateful });
  try {
    await model.setState({ parameters, slots: [] });
    return await use(model);
  } finally {
    await model.dispose();
  }
}

/**
 * Computes the outputs of a model for some examples: `[width]` of each, or `[time, width]` with padding.
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
    evaluate(model, some, {
      onBatch: (outputs, indices) => {
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
      },
    }),
  );
  return rows;
}
