import { type ModelSpec, parametersOf } from '@rnnlab/models';
import type { Checkpoint } from './checkpoint.js';
import { decodeTensors, encodeTensors, type TensorFile } from './safetensors.js';

/**
 * A checkpoint as a safetensors file: each parameter under its name, the optimizer's memory as `slot.0.NAME`, the
 * best parameters as `best.NAME`, recurrent states that are carried as `carried.0`; where the training stands and its
 * recipe are JSON in the file's metadata.
 */
export function encodeCheckpoint(
  spec: ModelSpec,
  { recipe, progress, state, bestParameters }: Checkpoint,
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
  state.carried?.forEach(({ data, dims }, k) => {
    tensors[`carried.${k}`] = { shape: dims, data };
  });
  return encodeTensors({
    tensors,
    metadata: { recipe: JSON.stringify(recipe), progress: JSON.stringify(progress) },
  });
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
  let read = 0;
  const vector = (prefix: string): Float32Array => {
    const joined = new Float32Array(total);
    for (const { name, shape, offset } of layout) {
      const tensor = Object.hasOwn(tensors, prefix + name) ? tensors[prefix + name] : undefined;
      if (tensor?.shape.join() !== shape.join()) {
        const received = tensor ? `has shape [${tensor.shape.join(', ')}]` : 'is missing';
        throw new Error(
          `It belongs to another model: ${prefix}${name} ${received}, expected [${shape.join(', ')}].`,
        );
      }
      joined.set(tensor.data, offset);
      read++;
    }
    return joined;
  };
  const first = layout[0]?.name ?? '';
  const parameters = vector('');
  const slots: Float32Array[] = [];
  while (Object.hasOwn(tensors, `slot.${slots.length}.${first}`)) slots.push(vector(`slot.${slots.length}.`));
  const bestParameters = Object.hasOwn(tensors, `best.${first}`) ? vector('best.') : undefined;
  const carried: NonNullable<Checkpoint['state']['carried']> = [];
  for (; Object.hasOwn(tensors, `carried.${carried.length}`); read++) {
    const { shape, data } = tensors[`carried.${carried.length}`]!;
    carried.push({ data, dims: [...shape] });
  }
  const surplus = Object.keys(tensors).length - read;
  if (surplus > 0) throw new Error(`It belongs to another model: it has ${surplus} more tensors.`);
  return {
    recipe: part<Checkpoint['recipe']>(metadata, 'recipe'),
    progress: part<Checkpoint['progress']>(metadata, 'progress'),
    state: { parameters, slots, ...(carried.length > 0 && { carried }) },
    ...(bestParameters && { bestParameters }),
  };
}

function part<T extends object>(metadata: Record<string, string>, name: 'recipe' | 'progress'): T {
  let value: unknown;
  try {
    value = JSON.parse(metadata[name] ?? 'null');
  } catch {
    value = null;
  }
  if (typeof value !== 'object' || value === null) {
    throw new Error(`It is not a checkpoint of a training: its ${name} is missing or damaged.`);
  }
  return value as T;
}
