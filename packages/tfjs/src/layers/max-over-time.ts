import { connect, defineBuilder } from './context.js';

export const maxOverTime = defineBuilder(({ custom, name }, { value, lengths }) => ({
  value: connect(custom.maxOverTime({ name }), value, lengths!),
}));
