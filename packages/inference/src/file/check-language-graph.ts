import { type GraphProto, TensorProto_DataType, type ValueInfoProto } from 'onnx-buf';
import { InferenceError } from '../error.js';
import { checkConstant } from './check-constant.js';
import { dims, isTensor, signatures } from './tensor-info.js';

const { FLOAT, INT32 } = TensorProto_DataType;

/** A recurrent state that goes on from step to step: the input `name` and the output `next_<name>`. */
export interface StateInfo {
  name: string;
  units: number;
}

export interface LanguageGraph {
  states: readonly StateInfo[];
  /** How many ids there are. */
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
