export * from './adding-problem.js';
export * from './binary-addition.js';
export * from './copy-problem.js';
export type { LengthRange } from './generated.js';
export * from './rendered-digits.js';
export * from './rendered-shapes.js';
export * from './sequence-recall.js';
