export type { DatasetCard, Feature } from './card.js';
export * from './catalogue/index.js';
export { classCounts, majorityBaseline } from './class-counts.js';
export { Dataset, type ExampleSource } from './dataset.js';
export { DatasetError } from './error.js';
export { type ImageColumns, ImageDataset, imageDataset, type LabelledImage } from './images/image-dataset.js';
export type { LabelledText } from './labelled-text.js';
export type { BucketOptions } from './length-buckets.js';
export { labelFolder } from './readers/label-folder.js';
export { shuffledIndices } from './shuffled-indices.js';
export { type SplitOptions, split } from './split/split.js';
export {
  DatasetStream,
  type Json,
  type StreamCursor,
  type StreamPosition,
  type StreamSource,
} from './stream/dataset-stream.js';
export { epochs } from './stream/epochs.js';
export type { StreamIteration } from './stream/stream-iteration.js';
export type { ShuffleOptions } from './stream/verbs/shuffle.js';
