import { type Initializer, sizeOf } from './initializer.js';

/** All ones. */
export const ones = (): Initializer => (shape) => new Float32Array(sizeOf(shape)).fill(1);
