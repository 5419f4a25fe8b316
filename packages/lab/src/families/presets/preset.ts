import type { InputSpec, ModelSpec } from '@rnnlab/models';
import type { Fields, ValuesOf } from '../../fields/field.js';
import type { Member } from '../family.js';

/** A model of the zoo as a recipe names it. */
export interface PresetMember<Reads extends InputSpec['type'] = InputSpec['type'], F extends Fields = Fields>
  extends Member {
  /** What it takes for input. */
  readonly reads: Reads;
  readonly fields: F;
  /** The model for an input and a number of outputs. */
  spec(
    sizes: { input: Extract<InputSpec, { type: Reads }>; outputs: number },
    values: ValuesOf<F>,
  ): Promise<ModelSpec>;
}

export const definePreset = <Reads extends InputSpec['type'], F extends Fields>(
  member: PresetMember<Reads, F>,
): PresetMember<Reads, F> => member;
