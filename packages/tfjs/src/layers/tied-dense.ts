import { connect, defineBuilder } from './context.js';

export const tiedDense = defineBuilder<{ embedding: number }>(({ tables, options }, input) => {
  const { layer, ids } = tables.get(options.embedding)!;
  return { ...input, value: connect(layer, input.value, ids) };
});
