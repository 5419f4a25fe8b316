import { rate } from '../../fields/kinds.js';

export const cosine = {
  doc: 'Half a cosine down, after a linear warm-up',
  fields: {
    warmup: rate('Share of all steps in which the rate rises.', 0),
    floor: rate("The last step's share of the base rate.", 0),
  },
};
