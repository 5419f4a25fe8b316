import { connect, defineBuilder } from './context.js';

export const last = defineBuilder(({ custom, name }, { value, lengths }) => ({
  value: connect(custom.lastStep({ name }), value, lengths!),
}));
