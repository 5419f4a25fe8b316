import type { ImageCard } from '@rnnlab/model-file';
import { shown } from '@rnnlab/shared';
import { InferenceError } from '../error.js';
import type { ImageFile } from '../file/model-file.js';
import { type Feed, guardSession, type Session } from '../session.js';
import {
  chooseLayers,
  type FeaturesOptions,
  type LayerOutputs,
  layerOutputsOf,
  outputNames,
} from './layer-outputs.js';
import { type ClassProbability, type PredictOptions, topClasses, topOption } from './top-classes.js';

/** The prediction for one image. */
export interface ImagePrediction {
  /** The likeliest classes, best first. */
  classes: ClassProbability[];
}

/** A loaded model that classifies an image. */
export interface ImageClassifier {
  readonly input: 'image';
  /** Names of the classes, in the order of {@link ImageClassifier.probabilities}. */
  readonly labels: readonly string[];
  readonly title: string;
  /** The origin of the model: dataset, split, seed, test accuracy and the like. */
  readonly provenance: Readonly<Record<string, unknown>>;
  /** The size of the images, and what is done to their pixels. */
  readonly image: ImageCard;
  /** Names of the layers that {@link ImageClassifier.features} gives. */
  readonly layers: readonly string[];
  /**
   * Predicts the likeliest classes of each image, in the order given. How images are grouped makes no difference.
   *
   * @param images - Pixels `[channels, height, width]`, 0 to 255: the file knows how they are scaled.
   * @throws {InferenceError} When an image has another size or holds what is no number, and after `close`
   */
  predict(images: readonly ImagePixels[], options?: PredictOptions): Promise<ImagePrediction[]>;
  /**
   * Computes the probabilities of all classes for each image, `[classes]`, in the order given.
   *
   * @throws {InferenceError} As `predict` does.
   */
  probabilities(images: readonly ImagePixels[]): Promise<Float32Array[]>;
  /**
   * Computes the outputs of layers for each image: feature maps `[channels, height, width]` of convolutions and pools,
   * `[steps, features]` of recurrent layers that read rows, `[features]` of others.
   *
   * @throws {InferenceError} As `predict` does, and for a layer that the file does not give.
   * @example
   * const [{ conv1 }] = await model.features([pixels], { layers: ['conv1'] });
   * conv1.shape; // [50, 24, 24]
   */
  features(images: readonly ImagePixels[], options?: FeaturesOptions): Promise<LayerOutputs[]>;
  /** Releases the model after pending calls. */
  close(): Promise<void>;
}

/** Images of a batch at most, and numbers in them: layers may make a hundred numbers of each. */
const ROWS = 128;
const ENTRIES = 2 ** 19;

/**
 * Makes a classifier of a file and the session that runs it. A black image is predicted, so that a
 * model that does not work fails here.
 *
 * @throws {InferenceError} When it does not work.
 */
export async function imageClassifier(file: ImageFile, session: Session): Promise<ImageClassifier> {
  const { input, labels, title, provenance, image, layers } = file;
  const size = image.channels * image.height * image.width;
  const most = Math.max(1, Math.min(ROWS, Math.floor(ENTRIES / size)));
  const guard = guardSession(session, labels.length);

  async function inBatches<R>(
    images: readonly Float32Array[],
    run: (feeds: Record<string, Feed>, rows: number) => Promise<R[]>,
  ): Promise<R[]> {
    const results: R[] = [];
    for (let start = 0; start < images.length; start += most) {
      const batch = images.slice(start, start + most);
      results.push(...(await run(feedsOf(file, batch), batch.length)));
    }
    return results;
  }

  const probabilitiesOf = (images: readonly Float32Array[]) => inBatches(images, guard.probabilities);

  await probabilitiesOf([new Float32Array(size)]);

  const probabilities = (images: readonly ImagePixels[]) =>
    guard.whileOpen(async () => probabilitiesOf(preprocessImages(image, images)));

  return {
    input,
    labels,
    title,
    provenance,
    image,
    layers: layers.map(({ name }) => name),
    probabilities,
    async predict(images, options) {
      const top = topOption(options);
      const rows = await probabilities(images);
      return rows.map((row) => ({ classes: topClasses(row, labels, top) }));
    },
    async features(images, options) {
      const chosen = chooseLayers(layers, options);
      return guard.whileOpen(async () =>
        inBatches(preprocessImages(image, images), async (feeds, rows) => {
          const results = await guard.run(feeds, outputNames(chosen));
          return Array.from({ length: rows }, (_, row) => layerOutputsOf(results, chosen, row));
        }),
      );
    },
    close: guard.close,
  };
}

/** A batch as the graph reads it: whole, by rows from top to bottom, or as vectors. */
function feedsOf({ reads, image }: ImageFile, batch: readonly Float32Array[]): Record<string, Feed> {
  const { channels, height, width } = image;
  const size = channels * height * width;
  const data = new Float32Array(batch.length * size);
  for (const [row, pixels] of batch.entries())
    data.set(reads === 'rows' ? transposeToRows(image, pixels) : pixels, row * size);
  if (reads === 'pixels') {
    return { pixels: { type: 'float32', data, dims: [batch.length, channels, height, width] } };
  }
  if (reads === 'vector') return { features: { type: 'float32', data, dims: [batch.length, size] } };
  const lengths = new Int32Array(batch.length).fill(height);
  return {
    features: { type: 'float32', data, dims: [batch.length, height, channels * width] },
    lengths: { type: 'int32', data: lengths, dims: [batch.length] },
  };
}

/** `[height, channels, width]` of `[channels, height, width]`: a time step is a row in all its channels. */
function transposeToRows({ channels, height, width }: ImageCard, pixels: Float32Array): Float32Array {
  if (channels === 1) return pixels;
  const rows = new Float32Array(pixels.length);
  for (let channel = 0; channel < channels; channel++) {
    for (let y = 0; y < height; y++) {
      const from = (channel * height + y) * width;
      rows.set(pixels.subarray(from, from + width), (y * channels + channel) * width);
    }
  }
  return rows;
}

/** The pixels of one image, `[channels, height, width]`, 0 to 255: as `@rnnlab/datasets` gives them. */
export type ImagePixels = ArrayLike<number>;

/**
 * Some images as a model reads them: scaled, less the mean, over the standard deviation of their channel.
 *
 * @throws {InferenceError} For a value that is not an array of images of the model's size
 */
function preprocessImages(card: ImageCard, images: readonly ImagePixels[]): Float32Array[] {
  if (!Array.isArray(images)) {
    throw new InferenceError(
      `Images must be an array with the pixels of each image, received ${shown(images)}.`,
    );
  }
  return Array.from(images as readonly unknown[], (image, k) =>
    normalize(card, checkPixels(card, image, k), k),
  );
}

function checkPixels({ channels, height, width }: ImageCard, image: unknown, k: number): ImagePixels {
  const size = channels * height * width;
  if (
    (Array.isArray(image) || ArrayBuffer.isView(image)) &&
    (image as unknown as ImagePixels).length === size
  ) {
    return image as unknown as ImagePixels;
  }
  throw new InferenceError(
    `images[${k}] must have ${channels} × ${height} × ${width} = ${size} pixels, received ${shown(image)}.`,
  );
}

function normalize(
  { scale, mean, std, height, width }: ImageCard,
  image: ImagePixels,
  k: number,
): Float32Array {
  const area = height * width;
  const values = new Float32Array(image.length);
  for (let i = 0; i < values.length; i++) {
    const channel = Math.floor(i / area);
    values[i] = (image[i]! * scale - mean[channel]!) / std[channel]!;
    if (!Number.isFinite(values[i])) {
      throw new InferenceError(
        `images[${k}] must have numbers as pixels, received ${shown(image[i])} at ${i}.`,
      );
    }
  }
  return values;
}
