export { buildModel } from './build.js';
export { type Cell, type CellName, type CellWeight, cells } from './cells/index.js';
export * from './initializers/index.js';
export {
  describeShape,
  formatShape,
  type Layer,
  layers,
  type ParameterDefinition,
  type Signal,
  type SignalShape,
} from './layers/index.js';
export type {
  BatchNorm,
  CellOps,
  DropoutMask,
  Ops,
  PoolKind,
  RecurrentOptions,
  SequenceInput,
  Window1d,
  Window2d,
} from './ops.js';
export { initialize, type Parameter, parameterCount, parametersOf } from './parameters.js';
export * from './presets/index.js';
export { SpecError } from './spec/error.js';
export {
  count,
  flag,
  type Option,
  type Options,
  oneOf,
  optional,
  parseOptions,
  positive,
  rate,
  type Values,
  type Written,
  weights,
} from './spec/option.js';
export { type ResolvedLayer, resolveSpec } from './spec/resolve.js';
export type { InputSpec, LayerSpec, ModelSpec } from './spec/spec.js';
export { type SummaryRow, summarize } from './summary.js';
