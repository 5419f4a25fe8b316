export type { DatasetCard, Feature } from './card.js';
export * from './catalogue/index.js';
export { classCounts, majorityBaseline } from './class-counts.js';
export { Dataset, type ExampleSource } from './dataset.js';
export { DatasetError } from './error.js';
export type { LabelledText } from './labelled-text.js';
export { labelFolder } from './readers/label-folder.js';
export { shuffledIndices } from './shuffled-indices.js';
export { type SplitOptions, split } from './split/split.js';
