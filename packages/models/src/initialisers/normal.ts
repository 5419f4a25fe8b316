import { normal as draw, type Initialiser, sizeOf } from './initialiser.js';

/** Normal draws with mean 0; `deviation` defaults to 1. */
export const normal =
  ({ deviation = 1 } = {}): Initialiser =>
  (shape, random) =>
    Float32Array.from({ length: sizeOf(shape) }, () => deviation * draw(random));
