import { connect, defineBuilder } from './context.js';

export const oneHot = defineBuilder(({ custom, name }, { shape, value, lengths }) => {
  const { vocabulary } = shape as { vocabulary: number };
  return { value: connect(custom.oneHot({ name, vocabulary }), value), lengths };
});
