import type { Dataset, LabelledText } from '@rnnlab/datasets';
import type { Fields, ValuesOf } from '../../fields/field.js';
import type { Member } from '../family.js';

/** A dataset of a recipe: texts with labels, whose names are in the card. */
export interface DatasetMember<F extends Fields = Fields> extends Member {
  readonly fields: F;
  load(values: ValuesOf<F>): Promise<Dataset<LabelledText>>;
}

export const defineDataset = <F extends Fields>(member: DatasetMember<F>): DatasetMember<F> => member;
