import { type InputSpec, type ModelSpec, parameterCount } from '@rnnlab/models';
import { UsageError } from '../errors/usage-error.js';
import { presets } from '../families/presets/index.js';
import type { PresetMember } from '../families/presets/preset.js';
import type { Settings } from '../recipes/recipe.js';

/**
 * The model of a recipe for what its examples are.
 *
 * @throws UsageError if the model reads something else; SpecError if it cannot be built or is too large.
 */
export async function modelSpec(
  { model: { preset, ...values }, dataset }: Settings,
  inputs: readonly InputSpec[],
  outputs: number,
): Promise<ModelSpec> {
  const member = presets[preset] as unknown as PresetMember;
  const input = inputs.find(({ type }) => type === member.reads);
  if (!input) {
    const suitable = Object.entries(presets).filter(([, { reads }]) =>
      inputs.some(({ type }) => type === reads),
    );
    throw new UsageError(
      `model.preset must be ${suitable.map(([name]) => name).join(' or ')} for dataset.type=${dataset.type}, received "${preset}".`,
    );
  }
  const spec = await member.spec({ input: input as never, outputs }, values);
  // Refused before anything is written for it.
  parameterCount(spec);
  return spec;
}
