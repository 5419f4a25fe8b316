import { type ModelSpec, parametersOf } from '@rnnlab/models';
import type { Checkpoint } from './checkpoint.js';
import { decodeTensors, encodeTensors, type TensorFile } from './safetensors.js';

/**
 * A checkpoint as a safetensors file: each parameter under its name, the optimiser's memory as `slot.0.NAME`, the
 * best parameters as `best.NAME`; where the training stands is JSON in the file's metadata.
 */
export function encodeCheckpoint(
  spec: ModelSpec,
  { progress, state, bestParameters }: Checkpoint,
): Uint8Array {
  const tensors: TensorFile['tensors'] = {};
  const vectors: [string, Float32Array][] = [
    ['', state.parameters],
    ...state.slots.map((slot, k): [string, Float32Array] => [`slot.${k}.`, slot]),
    ...(bestParameters ? [['best.', bestParameters] as [string, Float32Array]] : []),
  ];
  for (const [prefix, vector] of vectors) {
    for (const { name, shape, offset, size } of parametersOf(spec)) {
      tensors[prefix + name] = { shape, data: vector.subarray(offset, offset + size) };
    }
  }
  return encodeTensors({ tensors, metadata: { progress: JSON.stringify(progress) } });
}

/**
 * Reads what {@link encodeCheckpoint} wrote.
 *
 * @throws Error if the file is damaged or belongs to another model.
 */
export function decodeCheckpoint(spec: ModelSpec, bytes: Uint8Array): Checkpoint {
  const { tensors, metadata } = decodeTensors(bytes);
  const layout = parametersOf(spec);
  const total = layout.reduce((sum, { size }) => sum + size, 0);
  const vector = (prefix: string): Float32Array => {
    const joined = new Float32Array(total);
    for (const { name, offset, size } of layout) {
      const data = tensors[prefix + name]?.data;
      if (data?.length !== size) {
        throw new Error(
          `It belongs to another model: ${prefix}${name} has ${data?.length ?? 'no'} entries, expected ${size}.`,
        );
      }
      joined.set(data, offset);
    }
    return joined;
  };
  const first = layout[0]?.name ?? '';
  const slots: Float32Array[] = [];
  while (`slot.${slots.length}.${first}` in tensors) slots.push(vector(`slot.${slots.length}.`));
  return {
    progress: JSON.parse(metadata.progress ?? 'null'),
    state: { parameters: vector(''), slots },
    ...(`best.${first}` in tensors && { bestParameters: vector('best.') }),
  };
}
