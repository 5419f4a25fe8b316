import { fans, type Initializer, sizeOf } from './initializer.js';

/**
 * Uniform in ±√(6 / (fan in + fan out)). `blocks` kernels that stand side by side on the last axis (the gates
 * of a recurrent cell) each count their own outputs.
 * Source: X. Glorot and Y. Bengio, Understanding the Difficulty of Training Deep Feedforward Networks, 2010.
 */
export const glorotUniform =
  ({ blocks = 1 } = {}): Initializer =>
  (shape, random) => {
    const { fanIn, fanOut } = fans(shape);
    const limit = Math.sqrt(6 / (fanIn + fanOut / blocks));
    return Float32Array.from({ length: sizeOf(shape) }, () => (2 * random() - 1) * limit);
  };
