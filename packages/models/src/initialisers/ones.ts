import { type Initialiser, sizeOf } from './initialiser.js';

/** All ones. */
export const ones = (): Initialiser => (shape) => new Float32Array(sizeOf(shape)).fill(1);
