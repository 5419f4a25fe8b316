import {
  checkSizes,
  type ImageClassifierCard,
  type LanguageModelCard,
  type ModelCard,
} from '@rnnlab/model-file';
import { type GraphProto, TensorProto_DataType, type ValueInfoProto } from 'onnx-buf';
import { InferenceError } from '../error.js';
import { checkConstant, dims, isTensor, signatures } from './tensors.js';

const { FLOAT, INT32 } = TensorProto_DataType;

/** An output of a layer that a file gives beside its predictions. */
export interface LayerInfo {
  name: string;
  /** True for a vector for each time step, `[batch, steps, features]`. */
  perStep: boolean;
  /** The output with the valid steps of each example, if they are others than those of the input. */
  lengths?: string | undefined;
}

/** What a graph reads, and what it gives beside `probabilities`. */
export interface GraphLayout extends GraphInput {
  layers: readonly LayerInfo[];
}

/**
 * Refuses a graph that does not read what the file says and give one probability per class, or for each step, or that
 * ONNX Runtime should not be handed.
 *
 * @param fileSize - Of the whole file, in bytes.
 */
export function checkGraph(graph: GraphProto, card: ClassifierCard, fileSize: number): GraphLayout {
  const input = checkInputs(graph.input, card, fileSize);
  const output = graph.output.find(({ name }) => name === 'probabilities');
  const perStep = card.task === 'labeling';
  if (!isTensor(output, 'probabilities', FLOAT, perStep ? 3 : 2)) {
    const expected = perStep ? '[batch, steps, outputs]' : '[batch, classes]';
    throw new InferenceError(
      `the model gives ${signatures(graph.output)}, expected probabilities float ${expected}`,
    );
  }
  const size = dims(output).at(-1);
  checkSizes(card, { outputs: typeof size === 'number' ? size : undefined });
  for (const tensor of graph.initializer) checkConstant(tensor, fileSize);
  return { ...input, layers: layersOf(graph.output) };
}

/** Every float output but the predictions. */
function layersOf(outputs: readonly ValueInfoProto[]): LayerInfo[] {
  return outputs
    .filter((info) => !['probabilities', 'logits'].includes(info.name))
    .filter((info) => [2, 3, 4].some((rank) => isTensor(info, info.name, FLOAT, rank)))
    .map((info) => {
      const lengths = `${info.name}.lengths`;
      const hasLengths = outputs.some((other) => isTensor(other, lengths, INT32, 1));
      return { name: info.name, perStep: dims(info).length === 3, lengths: hasLengths ? lengths : undefined };
    });
}

/** The card of a model that reads whole examples. */
type ClassifierCard = Exclude<ModelCard, LanguageModelCard>;

/** How examples are handed to a graph. */
interface GraphInput {
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
function checkInputs(inputs: readonly ValueInfoProto[], card: ClassifierCard, fileSize: number): GraphInput {
  const input =
    card.input === 'image'
      ? imageInput(inputs, card)
      : card.input === 'sequence'
        ? stepsInput(inputs)
        : idsInput(inputs);
  if (input === undefined || (input.steps !== undefined && !(input.steps >= 1 && input.steps <= fileSize))) {
    throw new InferenceError(`the model reads ${signatures(inputs)}, expected ${expectedInputs(card)}`);
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

function expectedInputs(card: ClassifierCard): string {
  if (card.input === 'sequence') return 'features float [batch, steps, features] and lengths int32 [batch]';
  if (card.input !== 'image') return 'ids int32 [batch, steps] and lengths int32 [batch]';
  const { channels, height, width } = card.image;
  return (
    `pixels float [batch, ${channels}, ${height}, ${width}], or features float [batch, steps, ${channels * width}] and ` +
    `lengths int32 [batch], or features float [batch, ${channels * height * width}]`
  );
}

/** A recurrent state, carried from step to step: the input `name` and the output `next_<name>`. */
interface StateInfo {
  name: string;
  units: number;
}

export interface LanguageGraph {
  states: readonly StateInfo[];
  /** Size of the vocabulary. */
  vocabulary: number;
}

/**
 * Refuses a graph that does not read ids and states and give logits and the next states.
 *
 * @param fileSize - Of the whole file, in bytes.
 */
export function checkLanguageGraph(graph: GraphProto, fileSize: number): LanguageGraph {
  const [ids, ...rest] = graph.input;
  const states = rest.map((info) => stateOf(info, graph.output, fileSize));
  if (!isTensor(ids, 'ids', INT32, 2) || states.length === 0 || states.includes(undefined)) {
    throw new InferenceError(
      `the model reads ${signatures(graph.input)}, expected ids int32 [batch, steps] and states float [batch, units], each with an output next_…`,
    );
  }
  const logits = graph.output.find(({ name }) => name === 'logits');
  const vocabulary = isTensor(logits, 'logits', FLOAT, 3) ? dims(logits)[2] : undefined;
  if (!isSize(vocabulary, fileSize)) {
    throw new InferenceError(
      `the model gives ${signatures(graph.output)}, expected logits float [batch, steps, vocabulary]`,
    );
  }
  for (const tensor of graph.initializer) checkConstant(tensor, fileSize);
  return { states: states as StateInfo[], vocabulary };
}

function stateOf(
  info: ValueInfoProto,
  outputs: readonly ValueInfoProto[],
  fileSize: number,
): StateInfo | undefined {
  const { name } = info;
  const next = outputs.find((output) => output.name === `next_${name}`);
  const fits = isTensor(info, name, FLOAT, 2) && isTensor(next, `next_${name}`, FLOAT, 2);
  const units = dims(info)[1];
  return fits && isSize(units, fileSize) && dims(next)[1] === units ? { name, units } : undefined;
}

/** No axis of a model is longer than its file. */
const isSize = (size: number | string | undefined, fileSize: number): size is number =>
  typeof size === 'number' && size >= 1 && size <= fileSize;
