import type { DropoutMask } from '@rnnlab/models';
import { defineBuilder } from './context.js';

export const dropout = defineBuilder<{ rate: number; mask: DropoutMask }>(
  ({ dropouts, name, options }, input) => ({
    ...input,
    value: options.rate > 0 ? dropouts.apply(input, options.rate, options.mask, name) : input.value,
  }),
);
