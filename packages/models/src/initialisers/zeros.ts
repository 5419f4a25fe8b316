import { type Initialiser, sizeOf } from './initialiser.js';

/** All zeros. */
export const zeros = (): Initialiser => (shape) => new Float32Array(sizeOf(shape));
