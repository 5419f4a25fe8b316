import { type InputSpec, type ModelSpec, parameterCount, resolveModel } from '@rnnlab/models';
import { LabError } from '../error.js';
import { presets } from '../families/presets/index.js';
import type { PresetMember } from '../families/presets/preset.js';
import type { Settings } from '../recipes/recipe.js';

/**
 * The model of a recipe for what its examples are.
 *
 * @param options.everyStep - Whether it has to answer in every step, not once at the end.
 * @throws LabError if the model reads or gives something else; SpecError if it cannot be built or is too large.
 */
export async function modelSpec(
  { model: { preset, ...values }, dataset }: Settings,
  inputs: readonly InputSpec[],
  outputs: number,
  { everyStep = false } = {},
): Promise<ModelSpec> {
  const member = presets[preset] as unknown as PresetMember;
  const input = inputs.find(({ type }) => type === member.reads);
  if (!input) {
    const suitable = Object.entries(presets).filter(([, { reads }]) =>
      inputs.some(({ type }) => type === reads),
    );
    throw new LabError(
      `model.preset must be ${suitable.map(([name]) => name).join(' or ')} for dataset.type=${dataset.type}, received "${preset}".`,
    );
  }
  const spec = await member.spec({ input: input as never, outputs }, values);
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
