import type { ImageClassifierCard, LanguageModelCard, ModelCard } from '@rnnlab/model-file';
import { TensorProto_DataType, type ValueInfoProto } from 'onnx-buf';
import { InferenceError } from '../error.js';
import { dims, isTensor, signatures } from './tensor-info.js';

const { FLOAT, INT32 } = TensorProto_DataType;

/** The card of a model that reads whole examples. */
export type ReadingCard = Exclude<ModelCard, LanguageModelCard>;

/** How examples are handed to a graph. */
export interface GraphInput {
  /**
   * `ids` of tokens `[batch, steps]`; `pixels` `[batch, channels, height, width]`; `rows` of images, from top to
   * bottom, as time steps `[batch, height, channels · width]`; all pixels as one `vector`; `steps` of numbers
   * `[batch, steps, features]`.
   */
  reads: 'ids' | 'pixels' | 'rows' | 'vector' | 'steps';
  /** Time steps that every example is padded to; any number if undefined. */
  steps?: number | undefined;
  /** Numbers of one step, where it is steps of numbers. */
  width?: number;
}

/**
 * What a graph reads.
 *
 * @param fileSize - Of the whole file, in bytes: no axis of a model is longer.
 * @throws InferenceError if it is not what the file says the model reads
 */
export function checkInputs(
  inputs: readonly ValueInfoProto[],
  card: ReadingCard,
  fileSize: number,
): GraphInput {
  const input =
    card.input === 'image'
      ? imageInput(inputs, card)
      : card.input === 'sequence'
        ? stepsInput(inputs)
        : idsInput(inputs);
  if (input === undefined || (input.steps !== undefined && !(input.steps >= 1 && input.steps <= fileSize))) {
    throw new InferenceError(`the model reads ${signatures(inputs)}, expected ${expected(card)}`);
  }
  return input;
}

function idsInput([ids, lengths, ...others]: readonly ValueInfoProto[]): GraphInput | undefined {
  if (!isTensor(ids, 'ids', INT32, 2) || !isLengths(lengths) || others.length > 0) return undefined;
  return { reads: 'ids', steps: stepsOf(ids) };
}

function stepsInput([features, lengths, ...others]: readonly ValueInfoProto[]): GraphInput | undefined {
  if (!isTensor(features, 'features', FLOAT, 3) || !isLengths(lengths) || others.length > 0) return undefined;
  const width = dims(features)[2];
  if (typeof width !== 'number' || width < 1) return undefined;
  return { reads: 'steps', steps: stepsOf(features), width };
}

function imageInput(
  [first, lengths, ...others]: readonly ValueInfoProto[],
  { image }: ImageClassifierCard,
): GraphInput | undefined {
  const { channels, height, width } = image;
  const is = (name: string, ...sizes: number[]): boolean =>
    isTensor(first, name, FLOAT, sizes.length + 1) && sizes.every((size, k) => dims(first)[k + 1] === size);
  if (others.length > 0) return undefined;
  if (lengths === undefined) {
    if (is('pixels', channels, height, width)) return { reads: 'pixels' };
    return is('features', channels * height * width) ? { reads: 'vector' } : undefined;
  }
  const rows = isTensor(first, 'features', FLOAT, 3) && isLengths(lengths);
  if (!rows || dims(first)[2] !== channels * width) return undefined;
  const steps = stepsOf(first);
  return steps === undefined || steps === height ? { reads: 'rows', steps } : undefined;
}

const isLengths = (info: ValueInfoProto | undefined) => isTensor(info, 'lengths', INT32, 1);

function stepsOf(info: ValueInfoProto): number | undefined {
  const steps = dims(info)[1];
  return typeof steps === 'number' ? steps : undefined;
}

function expected(card: ReadingCard): string {
  if (card.input === 'sequence') return 'features float [batch, steps, features] and lengths int32 [batch]';
  if (card.input !== 'image') return 'ids int32 [batch, steps] and lengths int32 [batch]';
  const { channels, height, width } = card.image;
  return (
    `pixels float [batch, ${channels}, ${height}, ${width}], or features float [batch, steps, ${channels * width}] and ` +
    `lengths int32 [batch], or features float [batch, ${channels * height * width}]`
  );
}
