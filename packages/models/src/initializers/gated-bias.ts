import { type Initializer, sizeOf } from './initializer.js';

/**
 * Zeros, but `value` in one of `gates` equal blocks: a forget gate that starts open.
 * Source: R. Jozefowicz et al., An Empirical Exploration of Recurrent Network Architectures, 2015.
 */
export const gatedBias =
  (gates: number, gate: number, value = 1): Initializer =>
  (shape) => {
    const width = sizeOf(shape) / gates;
    return new Float32Array(sizeOf(shape)).fill(value, gate * width, (gate + 1) * width);
  };
