import { type Initializer, sizeOf } from './initializer.js';

/** All zeros. */
export const zeros = (): Initializer => (shape) => new Float32Array(sizeOf(shape));
