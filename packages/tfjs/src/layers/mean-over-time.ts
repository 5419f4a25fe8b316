import { connect, defineBuilder } from './context.js';

export const meanOverTime = defineBuilder(({ custom, name }, { value, lengths }) => ({
  value: connect(custom.meanOverTime({ name }), value, lengths!),
}));
