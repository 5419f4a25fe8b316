import { fans, type Initializer, sizeOf } from './initializer.js';

/**
 * Uniform in ±√(6 / fan in): for layers that rectified linear units follow.
 * Source: K. He et al., Delving Deep into Rectifiers, 2015.
 */
export const heUniform = (): Initializer => (shape, random) => {
  const limit = Math.sqrt(6 / fans(shape).fanIn);
  return Float32Array.from({ length: sizeOf(shape) }, () => (2 * random() - 1) * limit);
};
