import { normal as draw, type Initializer, sizeOf } from './initializer.js';

/** Normal draws with mean 0; `deviation` defaults to 1. */
export const normal =
  ({ deviation = 1 } = {}): Initializer =>
  (shape, random) =>
    Float32Array.from({ length: sizeOf(shape) }, () => deviation * draw(random));
