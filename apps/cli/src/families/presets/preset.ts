import type { ModelSpec } from '@rnnlab/models';
import type { Fields, ValuesOf } from '../../fields/field.js';
import type { Member } from '../family.js';

/** A model of the zoo as a recipe names it. */
export interface PresetMember<F extends Fields = Fields> extends Member {
  readonly fields: F;
  /** The model for a vocabulary and a number of classes. */
  spec(sizes: { vocabulary: number; classes: number }, values: ValuesOf<F>): Promise<ModelSpec>;
}

export const definePreset = <F extends Fields>(member: PresetMember<F>): PresetMember<F> => member;
