export { gatedBias } from './gated-bias.js';
export { glorotUniform } from './glorot-uniform.js';
export { heUniform } from './he-uniform.js';
export type { Initializer, Random } from './initializer.js';
export { normal } from './normal.js';
export { ones } from './ones.js';
export { orthogonal } from './orthogonal.js';
export { zeros } from './zeros.js';
