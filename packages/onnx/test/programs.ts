import { initialise, type ModelSpec, resolveSpec } from '@rnnlab/models';
import type { DataType } from '../src/graph/types.js';
import type { DropoutInput, TrainingProgram } from '../src/programs/training.js';
import { generator, integers } from './random.js';
import type { Result, Session, Tensor } from './session.js';

/** One batch as a program reads it. */
export interface Batch {
  examples: number;
  steps: number;
  /** `ids` or `features`, `lengths`, `targets`, without the axis of the run. */
  tensors: Record<string, Tensor>;
}

/** Initial weights, moved a little so that no bias is zero. */
export function weightsOf(spec: ModelSpec, seed = 1): number[] {
  const random = generator(seed);
  return Array.from(initialise(spec, random), (weight) => weight + 0.2 * (random() - 0.5));
}

/**
 * Random examples of given lengths, padded with random entries too: nothing may depend on them.
 *
 * @param steps - At least the longest length, which is the default.
 */
export function batchOf(
  spec: ModelSpec,
  lengths: readonly number[],
  { seed = 1, steps = Math.max(...lengths), float = 'float32' as DataType } = {},
): Batch {
  const { input, output } = resolveSpec(spec);
  const examples = lengths.length;
  const random = generator(seed);
  const padding = generator(seed + 1000);
  const width = input.kind === 'tokens' ? 1 : input.features;
  const entry = (draw: () => number) =>
    input.kind === 'tokens' ? Math.floor(draw() * input.vocabulary) : 2 * draw() - 1;
  // The valid steps are drawn first, so that more padding leaves them as they are.
  const fill = (draw: (random: () => number) => number, entries: number) => {
    const valid = lengths.map((length) => Array.from({ length: length * entries }, () => draw(random)));
    return valid.flatMap((row) => [
      ...row,
      ...Array.from({ length: steps * entries - row.length }, () => draw(padding)),
    ]);
  };
  const classes = output.kind === 'tokens' ? 1 : output.features;
  const read = fill(entry, width);
  const perStep = output.kind === 'sequence';
  const targets = perStep
    ? fill((draw) => Math.floor(draw() * classes), 1)
    : integers(generator(seed + 2000), examples, classes);
  return {
    examples,
    steps,
    tensors: {
      ...(input.kind === 'tokens'
        ? { ids: { type: 'int32', dims: [examples, steps], data: read } }
        : { features: { type: float, dims: [examples, steps, width], data: read } }),
      lengths: { type: 'int32', dims: [examples], data: [...lengths] },
      targets: { type: 'int32', dims: perStep ? [examples, steps] : [examples], data: targets },
    },
  };
}

/** Everything that training changes: parameters, then what the optimiser remembers. */
export type State = number[][];

export const firstState = (program: TrainingProgram, weights: number[]): State => [
  weights,
  ...Array.from({ length: program.slots }, () => Array<number>(program.parameters).fill(0)),
];

export interface TrainingOptions {
  float?: DataType;
  learningRate?: number;
  /** Updates done before this run. */
  done?: number;
  /** The entries of a dropout mask at a step; all ones by default. */
  mask?: (input: DropoutInput, entries: number, step: number) => number[];
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
  const names = state.map((_, k) => (k === 0 ? 'parameters' : `slot_${k - 1}`));
  const vectors = state.map((data, k): [string, Tensor] => [
    names[k]!,
    { type: float, dims: [data.length], data },
  ]);
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
