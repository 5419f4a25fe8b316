import { initialize, type ModelSpec, resolveModel } from '@rnnlab/models';
import type { DataType } from '../src/graph/types.js';
import type { LossSpec } from '../src/losses.js';
import type { MaskInput } from '../src/programs/forward.js';
import type { TrainingProgram } from '../src/programs/training.js';
import { generator, integers } from './random.js';
import type { Result, Session, Tensor } from './session.js';

/** One batch as a program reads it. */
export interface Batch {
  examples: number;
  steps: number;
  /** `ids`, `features` or `pixels`, `lengths` of sequences, `targets`; without the axis of the run. */
  tensors: Record<string, Tensor>;
}

/** Initial weights, moved a little so that no bias is zero. */
export function weightsOf(spec: ModelSpec, seed = 1): number[] {
  const random = generator(seed);
  return Array.from(initialize(spec, random), (weight) => weight + 0.2 * (random() - 0.5));
}

/**
 * Random examples of given lengths, padded with random entries too: nothing may depend on them.
 *
 * @param lengths - One for each example; of images and vectors only their number counts.
 * @param options - `steps`: at least the longest length, which is the default; `loss`: what targets are for.
 */
export function batchOf(
  spec: ModelSpec,
  lengths: readonly number[],
  {
    seed = 1,
    steps = stepsOf(spec) ?? Math.max(...lengths),
    float = 'float32' as DataType,
    loss = 'softmax-cross-entropy' as LossSpec['type'],
  } = {},
): Batch {
  const { input, output } = resolveModel(spec);
  const examples = lengths.length;
  const random = generator(seed);
  const padding = generator(seed + 1000);
  const number = (draw: () => number) => 2 * draw() - 1;
  /** Example by example; the valid steps are drawn first, so that more padding leaves them as they are. */
  const fill = (draw: (random: () => number) => number, entries: number, most = steps) => {
    const valid = lengths.map((length) =>
      Array.from({ length: Math.min(length, most) * entries }, () => draw(random)),
    );
    return valid.flatMap((row) => [
      ...row,
      ...Array.from({ length: most * entries - row.length }, () => draw(padding)),
    ]);
  };
  const plain = (size: number): number[] => Array.from({ length: examples * size }, () => number(random));
  const real = (dims: number[], data: number[]): Tensor => ({ type: float, dims: [examples, ...dims], data });

  const tensors: Record<string, Tensor> = {};
  const withLengths = { lengths: { type: 'int32', dims: [examples], data: [...lengths] } as const };
  if (input.kind === 'tokens') {
    const data = fill((draw) => Math.floor(draw() * input.vocabulary), 1);
    Object.assign(tensors, { ids: { type: 'int32', dims: [examples, steps], data } }, withLengths);
  } else if (input.kind === 'sequence') {
    const data = fill(number, input.features);
    Object.assign(tensors, { features: real([steps, input.features], data) }, withLengths);
  } else if (input.kind === 'image') {
    const dims = [input.channels, input.height, input.width];
    tensors.pixels = real(dims, plain(dims.reduce((a, b) => a * b)));
  } else {
    tensors.features = real([input.features], plain(input.features));
  }

  if (output.kind !== 'vector' && output.kind !== 'sequence') throw new Error('The model has no targets.');
  const perStep = output.kind === 'sequence';
  const most = perStep ? (output.steps ?? steps) : 1;
  const lead = perStep ? [most] : [];
  if (loss === 'softmax-cross-entropy') {
    const data = perStep
      ? fill((draw) => Math.floor(draw() * output.features), 1, most)
      : integers(generator(seed + 2000), examples, output.features);
    tensors.targets = { type: 'int32', dims: [examples, ...lead], data };
  } else {
    const bit = (draw: () => number) =>
      loss === 'binary-cross-entropy' ? Number(draw() < 0.5) : number(draw);
    const other = generator(seed + 2000);
    const data = perStep
      ? fill(bit, output.features, most)
      : Array.from({ length: examples * output.features }, () => bit(other));
    tensors.targets = real([...lead, output.features], data);
  }
  return { examples, steps, tensors };
}

const stepsOf = ({ input }: ModelSpec): number | undefined => ('steps' in input ? input.steps : undefined);

/** Everything that training changes: parameters, then what the optimizer remembers, then carried states. */
export type State = number[][];

export const firstState = (program: TrainingProgram, weights: number[]): State => [
  weights,
  ...Array.from({ length: program.slots }, () => Array<number>(program.parameters).fill(0)),
];

function carriedZeros(program: TrainingProgram, name: string, examples: number): number[] {
  const units = program.carried.find((tensor) => tensor.name === name)!.shape[1] as number;
  return Array<number>(examples * units).fill(0);
}

export interface TrainingOptions {
  float?: DataType;
  learningRate?: number;
  /** Updates done before this run. */
  done?: number;
  /** The entries of a dropout mask at a step; all ones by default. */
  mask?: (input: MaskInput, entries: number, step: number) => number[];
}

/** Runs one training step for each batch, all in one run; the batches have one size. */
export async function train(
  session: Session,
  program: TrainingProgram,
  state: State,
  batches: Batch[],
  { float = 'float32', learningRate = 0.1, done = 0, mask }: TrainingOptions = {},
): Promise<{ state: State; results: Record<string, Result> }> {
  const [first] = batches as [Batch];
  const stacked = Object.entries(first.tensors).map(([name, { type, dims }]): [string, Tensor] => {
    const data = batches.flatMap(({ tensors }) => tensors[name]!.data);
    return [name, { type, dims: [batches.length, ...dims], data }];
  });
  const scalars = batches.map((_, k) => program.scalars({ step: done + k, learningRate }));
  const sizes: Record<string, number> = { batch: first.examples, steps: first.steps };
  const masks = program.dropout.map((input): [string, Tensor] => {
    const dims = input.shape.map((dim) => (typeof dim === 'number' ? dim : sizes[dim]!));
    const entries = dims.reduce((a, b) => a * b, 1);
    const data = batches.flatMap(
      (_, k) => mask?.(input, entries, done + k) ?? Array<number>(entries).fill(1),
    );
    return [input.name, { type: input.type, dims: [batches.length, ...dims], data }];
  });
  const carried = program.carried.map(({ name }) => name);
  const names = ['parameters', ...Array.from({ length: program.slots }, (_, k) => `slot_${k}`), ...carried];
  const vectors = names.map((name, k): [string, Tensor] => {
    const data = state[k] ?? carriedZeros(program, name, first.examples);
    const dims = carried.includes(name) ? [first.examples, data.length / first.examples] : [data.length];
    return [name, { type: float, dims, data }];
  });
  const results = await session.run(
    Object.fromEntries([
      ...vectors,
      ...stacked,
      ['scalars', { type: float, dims: [batches.length, scalars[0]!.length], data: scalars.flat() }],
      ...masks,
    ]),
  );
  return { state: names.map((name) => results[`next_${name}`]!.data), results };
}

/** The largest difference of two vectors, relative to the largest entry. */
export function difference(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  const scale = Math.max(1e-12, ...b.map(Math.abs));
  return Math.max(0, ...a.map((value, k) => Math.abs(value - b[k]!))) / scale;
}
