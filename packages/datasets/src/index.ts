export * from './archives/index.js';
export { type BalancedSampleOptions, balancedSample } from './balanced-sample.js';
export type { DatasetCard, Feature } from './card.js';
export type { AgNewsOptions } from './catalog/ag-news.js';
export type { Cifar10Options } from './catalog/cifar10.js';
export type { Dbpedia14Options } from './catalog/dbpedia14.js';
export type { LoadOptions } from './catalog/files/load-options.js';
export type { TitledText } from './catalog/files/titled-text.js';
export {
  agNews,
  cifar10,
  dbpedia14,
  fashionMnist,
  mnist,
  names,
  ptb,
  pytorchNames,
  starTrek,
  tinyShakespeare,
} from './catalog/index.js';
export {
  cards,
  type DatasetName,
  type DatasetOptions,
  datasetNames,
  loadDataset,
} from './catalog/load-dataset.js';
export type { MnistOptions } from './catalog/mnist.js';
export type { PtbOptions } from './catalog/ptb.js';
export type { StarTrekOptions } from './catalog/star-trek.js';
export type { TinyShakespeareOptions } from './catalog/tiny-shakespeare.js';
export { classCounts, majorityBaseline } from './class-counts.js';
export { classWeights } from './class-weights.js';
export { Dataset, DatasetStream, type ExampleSource } from './dataset.js';
export * from './download/index.js';
export { DatasetError } from './error.js';
export * from './generators/index.js';
export { HttpError } from './http/index.js';
export { type ImageBatch, imageBatch } from './images/image-batch.js';
export { type ImageColumns, ImageDataset, imageDataset, type LabeledImage } from './images/image-dataset.js';
export { toFloat32 } from './images/to-float32.js';
export type { LabeledText } from './labeled-text.js';
export type { BucketOptions } from './length-buckets.js';
export { type CifarOptions, cifarBinary } from './readers/cifar/cifar-binary.js';
export { cifarPickle } from './readers/cifar/cifar-pickle.js';
export type { CifarKind, CifarLabels } from './readers/cifar/layout.js';
export type { CellType, CellValue } from './readers/csv/cell-type.js';
export { type CsvColumns, type CsvOptions, type CsvRow, csv } from './readers/csv/csv.js';
export { type HuggingFaceOptions, huggingFace } from './readers/hugging-face/hugging-face.js';
export type { IdxData } from './readers/idx/element-types.js';
export { type IdxImagesOptions, idxImages } from './readers/idx/idx-images.js';
export { type IdxArray, readIdx } from './readers/idx/read-idx.js';
export type { ImageFit, ImageSize } from './readers/images/fit-image.js';
export { type ImageFolderOptions, imageFolder } from './readers/images/image-folder.js';
export { type Image, type ImageOptions, readImage } from './readers/images/read-image.js';
export { type JsonLinesOptions, jsonLines } from './readers/json-lines.js';
export { labelFolder } from './readers/label-folder.js';
export {
  type ParquetColumn,
  type ParquetKind,
  type ParquetMetadata,
  type ParquetOptions,
  type ParquetRow,
  type ParquetValue,
  parquet,
  parquetMetadata,
} from './readers/parquet/parquet.js';
export type { NumpyArray, NumpyData, PickleKey, PickleValue } from './readers/pickle/pickle-value.js';
export { readPickle } from './readers/pickle/read-pickle.js';
export { type TextLinesOptions, textLines } from './readers/text-lines.js';
export { wholeText } from './readers/whole-text.js';
export { shuffledIndices } from './shuffled-indices.js';
export { type ByteSource, byteSource, type Readable } from './sources/byte-source.js';
export { type HttpSourceOptions, httpSource } from './sources/http-source.js';
export { type Fold, type KFoldOptions, kFold } from './split/k-fold.js';
export { type SplitOptions, split } from './split/split.js';
export { epochs } from './stream/epochs.js';
export type { StreamIteration } from './stream/stream-iteration.js';
export type { Json, StreamCursor, StreamPosition, StreamSource } from './stream/stream-source.js';
export type { ShuffleOptions } from './stream/verbs/shuffle.js';
export { type BlockTokens, type BlockTokensOptions, blockTokens } from './text/block-tokens.js';
export { textBlocks } from './text/file-blocks.js';
export { type TextBlockOptions, TextBlocks } from './text/text-blocks.js';
