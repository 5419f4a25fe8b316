export type { ArchiveEntry, ArchiveLimits } from './archives/entry.js';
export { type ExtractOptions, extract } from './archives/extract.js';
export { readArchive } from './archives/read-archive.js';
export type { DatasetCard, Feature, LabeledText } from './card.js';
export type { AgNewsOptions, TitledText } from './catalog/ag-news.js';
export { agNews } from './catalog/ag-news.js';
export type { Cifar10Options } from './catalog/cifar10.js';
export { cifar10 } from './catalog/cifar10.js';
export type { LoadOptions } from './catalog/dataset-files.js';
export type { Dbpedia14Options } from './catalog/dbpedia14.js';
export { dbpedia14 } from './catalog/dbpedia14.js';
export {
  cards,
  type DatasetName,
  type DatasetOptions,
  datasetNames,
  loadDataset,
} from './catalog/index.js';
export type { MnistOptions } from './catalog/mnist.js';
export { fashionMnist, mnist } from './catalog/mnist.js';
export { names } from './catalog/names.js';
export type { PtbOptions } from './catalog/ptb.js';
export { ptb } from './catalog/ptb.js';
export { pytorchNames } from './catalog/pytorch-names.js';
export type { StarTrekOptions } from './catalog/star-trek.js';
export { starTrek } from './catalog/star-trek.js';
export type { TinyShakespeareOptions } from './catalog/tiny-shakespeare.js';
export { tinyShakespeare } from './catalog/tiny-shakespeare.js';
export { Dataset, DatasetStream } from './dataset.js';
export { cacheFolder } from './download/cache-folder.js';
export { type DownloadOptions, type DownloadProgress, download } from './download/download.js';
export type { RemoteFile } from './download/remote-file.js';
export { DatasetError } from './error.js';
export type { LengthRange, RenderedOptions } from './generators/generated.js';
export { renderedDigitImages, renderedDigits } from './generators/rendered-digits.js';
export { renderedShapeImages, renderedShapes } from './generators/rendered-shapes.js';
export {
  type AddingExample,
  type AddingOptions,
  type AdditionExample,
  type AdditionOptions,
  addingProblem,
  binaryAddition,
  type CopyExample,
  type CopyOptions,
  copyProblem,
  type RecallExample,
  type RecallOptions,
  sequenceRecall,
} from './generators/sequence-problems.js';
export { HttpError } from './http/http-error.js';
export type { RetryEvent, RetryOptions } from './http/retry.js';
export {
  type ImageBatch,
  type ImageColumns,
  ImageDataset,
  imageBatch,
  imageDataset,
  type LabeledImage,
  toFloat32,
} from './images/image-dataset.js';
export { type ImageFolderOptions, imageFolder } from './images/image-folder.js';
export { type Image, type ImageOptions, readImage } from './images/read-image.js';
export type { ImageFit, ImageSize } from './images/resize.js';
export type { CifarKind, CifarLabels } from './readers/cifar.js';
export { type CifarOptions, cifarBinary, cifarPickle } from './readers/cifar.js';
export { type CsvColumns, type CsvOptions, type CsvRow, csv } from './readers/csv.js';
export type { CellType, CellValue } from './readers/csv-cells.js';
export { type HuggingFaceOptions, huggingFace } from './readers/hugging-face.js';
export type { IdxData } from './readers/idx.js';
export { type IdxArray, type IdxImagesOptions, idxImages, readIdx } from './readers/idx.js';
export { type JsonLinesOptions, jsonLines } from './readers/json-lines.js';
export type { ParquetValue } from './readers/parquet/logical-types.js';
export {
  type ParquetMetadata,
  type ParquetOptions,
  type ParquetRow,
  parquet,
  parquetMetadata,
} from './readers/parquet/parquet.js';
export type { ParquetColumn, ParquetKind } from './readers/parquet/schema.js';
export { readPickle } from './readers/pickle.js';
export type { NumpyArray, NumpyData, PickleKey, PickleValue } from './readers/pickle-numpy.js';
export { type BalancedSampleOptions, balancedSample } from './sampling/balanced-sample.js';
export { classCounts, classWeights, majorityBaseline } from './sampling/class-counts.js';
export { shuffledIndices } from './sampling/shuffled-indices.js';
export { type Fold, type KFoldOptions, kFold, type SplitOptions, split } from './sampling/split.js';
export type { ByteSource } from './sources/byte-source.js';
export { type HttpSourceOptions, httpSource } from './sources/http-source.js';
export { byteSource, type Readable } from './sources/readable.js';
export type { BucketOptions } from './stream/bucket-by-length.js';
export { epochs } from './stream/epochs.js';
export type { ShuffleOptions } from './stream/shuffle.js';
export type { ExampleSource } from './stream/sources.js';
export type { StreamIteration } from './stream/stream-iteration.js';
export type { Json, StreamCursor, StreamPosition, StreamSource } from './stream/stream-source.js';
export { type BlockTokens, type BlockTokensOptions, blockTokens } from './text/block-tokens.js';
export { labelFolder } from './text/label-folder.js';
export { type TextBlockOptions, TextBlocks, textBlocks } from './text/text-blocks.js';
export { type TextLinesOptions, textLines, wholeText } from './text/text-lines.js';
