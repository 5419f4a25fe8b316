import { type ModelSpec, parametersOf } from '@rnnlab/models';
import type { TrainingState } from '../engines/engine.js';
import type { BestEpoch, EpochRecord, Totals } from '../fit/history.js';
import { decodeTensors, encodeTensors, type TensorFile } from './safetensors.js';

/** All that a training needs to be resumed as if it had never stopped. */
export interface Checkpoint {
  /** The model, data and options, to refuse to resume with others. */
  recipe: TrainingConfig;
  progress: Progress;
  state: TrainingState;
  /** The parameters after the best epoch so far. */
  bestParameters?: Float32Array;
}

/** The progress of a training. */
export interface Progress {
  /** The phase under way; none in the first phase. */
  phase?: Phase;
  /** Epochs completed. */
  epoch: number;
  /** Batches done in the epoch under way. */
  batches: number;
  /** The position of a stream of examples after them, as JSON; none at its start. */
  position?: unknown;
  /** Updates done. */
  step: number;
  /** The generator's state when the epoch under way began, from which its order of examples follows. */
  epochGenerator: readonly number[];
  /** The generator's state now. */
  generator: readonly number[];
  /** Sums over the epoch under way. */
  totals: Totals;
  /** Sums since the last log line. */
  logTotals: Totals;
  history: EpochRecord[];
  /** The best epoch so far. */
  best?: BestEpoch;
}

/** The start of a phase of a training that is not the first one. */
export interface Phase {
  /** From 2. */
  number: number;
  /** Epochs before it. */
  epoch: number;
  /** Updates before it. */
  step: number;
}

/** The model, data and options from which the steps of a training follow: it can only be resumed with the same. */
export interface TrainingConfig {
  /** The model's input and layers, every default filled in. */
  model: unknown;
  loss: unknown;
  optimizer: unknown;
  learningRate: number;
  schedule: unknown;
  batchSize: number;
  epochs: number;
  stepsPerEpoch?: number;
  seed: number;
  monitor: string;
  /** The monitored metric with its options, if the monitor is one. */
  metric?: unknown;
  /** The augmentation's `spec`. */
  augmentation?: unknown;
  train: DataSize;
  validation: DataSize;
}

/** The size of a data set, which distinguishes most sets without reading them. */
export type DataSize =
  /** Time steps of all examples together; of a token stream those of a window. */
  | { examples: number; steps: number }
  /** The size of a stream of examples is unknown. */
  | { stream: true };

/**
 * Encodes a checkpoint as a safetensors file: each parameter under its name, the optimizer's memory as `slot.0.NAME`, the
 * best parameters as `best.NAME`, recurrent states that are carried as `carried.0`; progress and recipe are JSON in the
 * file's metadata.
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
 * Decodes a file of {@link encodeCheckpoint}.
 *
 * @throws {Error} When the file is damaged or belongs to another model.
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
    recipe: parseMetadata<TrainingConfig>(metadata, 'recipe'),
    progress: parseMetadata<Progress>(metadata, 'progress'),
    state: { parameters, slots, ...(carried.length > 0 && { carried }) },
    ...(bestParameters && { bestParameters }),
  };
}

function parseMetadata<T extends object>(metadata: Record<string, string>, name: 'recipe' | 'progress'): T {
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
