import { type InputSpec, type ModelSpec, type Preset, presets as registry } from '@rnnlab/models';
import { LabError } from '../errors.js';
import { given } from './option.js';

/** The presets of @rnnlab/models that a recipe can name. */
export const presets = registry;

/**
 * Builds the model of a preset for an input and a number of outputs.
 *
 * @param values - The preset's own options; null for none.
 * @throws {LabError} When the preset needs a number of time steps that the input does not have.
 * @throws {SpecError} For a bad value.
 */
export function presetSpec(
  name: keyof typeof presets,
  { type: _, ...input }: InputSpec,
  outputs: number,
  values: object,
): ModelSpec {
  const preset = presets[name] as unknown as Preset;
  const known: Record<string, unknown> = { ...input, outputs, classes: outputs };
  if ('steps' in preset.sizes && known.steps === undefined) {
    throw new LabError(`model.preset=${name} reads texts of one length: set tokenizer.maxLength, as in 100.`);
  }
  const sizes = Object.fromEntries(Object.keys(preset.sizes).map((size) => [size, known[size]]));
  return preset({ ...sizes, ...given(values) } as Parameters<typeof preset>[0]);
}
