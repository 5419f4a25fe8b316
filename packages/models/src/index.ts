export type { CustomName, Option, Options, OptionsInput, OptionValues } from '@rnnlab/shared';
export {
  type Cell,
  type CellName,
  type CellOps,
  type CellWeight,
  cellOf,
  cells,
  defineCell,
} from './cells.js';
export { SpecError } from './errors.js';
export * from './initializers.js';
export { MODEL_SPEC_SCHEMA, modelSpecSchema } from './json-schema.js';
export { defineLayer } from './layers/define-layer.js';
export { layers } from './layers/index.js';
export {
  type Applied,
  describeShape,
  expectKind,
  expectReal,
  formatShape,
  type Layer,
  type ParameterDefinition,
  type Signal,
  type SignalShape,
} from './layers/layer.js';
export {
  buildModel,
  initialize,
  parameterCount,
  parametersOf,
  type SummaryRow,
  summarize,
} from './model.js';
export type {
  BatchNorm,
  DropoutMask,
  Ops,
  PoolKind,
  RecurrentOptions,
  SequenceInput,
  Window1d,
  Window2d,
} from './ops.js';
export type { Parameter } from './parameters.js';
export { presets } from './presets/index.js';
export { type LanguageModelOptions, languageModel } from './presets/language-model.js';
export type { Preset } from './presets/preset.js';
export { type RowClassifierOptions, rowClassifier } from './presets/row-classifier.js';
export { type SequenceClassifierOptions, sequenceClassifier } from './presets/sequence-classifier.js';
export { type SequenceLabelerOptions, sequenceLabeler } from './presets/sequence-labeler.js';
export { type StackedCnnOptions, stackedCnn } from './presets/stacked-cnn.js';
export { type TextCnnOptions, textCnn } from './presets/text-cnn.js';
export { type TwoStageCnnOptions, twoStageCnn } from './presets/two-stage-cnn.js';
export { hasCustomParts, ResolvedModel, resolveModel } from './resolve.js';
export type {
  CustomLayerSpec,
  InputSpec,
  LayerSpec,
  ModelSpec,
  ResolvedLayer,
} from './spec.js';
