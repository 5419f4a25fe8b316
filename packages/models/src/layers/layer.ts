import type { Initializer } from '../initializers/index.js';
import type { Ops } from '../ops.js';
import { SpecError } from '../spec/error.js';
import type { Options, Values } from '../spec/option.js';
import { describeShape, type Signal, type SignalShape } from './signal.js';

/** A tensor of a layer that training changes. */
export interface ParameterDefinition {
  shape: readonly number[];
  initializer: Initializer;
  /** False for running averages, which the layer itself updates; true by default. */
  trained?: boolean;
}

/** A layer before this one in the model. */
export interface Earlier {
  type: string;
  options: Record<string, unknown>;
  input: SignalShape;
  output: SignalShape;
}

/**
 * A kind of layer: its options, the shape it gives, its parameters, and what it computes in terms of
 * {@link Ops}, which every engine implements.
 */
export interface Layer<O extends Options = Options> {
  /** The `type` in a model spec. */
  readonly type: string;
  readonly doc: string;
  readonly options: O;
  /** What the names of such layers begin with; by default the type. */
  stem?(options: Values<O>): string;
  /**
   * The shape it gives.
   *
   * @param earlier - The layers before it.
   * @throws {@link SpecError} if the layer cannot take this input.
   */
  output(options: Values<O>, input: SignalShape, earlier: readonly Earlier[]): SignalShape;
  /** Parameters by name, for an input that `output` has accepted. */
  parameters(options: Values<O>, input: SignalShape): Record<string, ParameterDefinition>;
  /** Parameters of an earlier layer that it uses as well, by its own name for them. */
  shared?(options: Values<O>): Record<string, { layer: number; name: string }>;
  /** Builds the layer. `output` is the shape that `output()` gave. */
  apply<T>(
    ops: Ops<T>,
    options: Values<O>,
    input: Signal<T>,
    weights: Record<string, T>,
    output: SignalShape,
  ): Signal<T>;
}

/** Types a layer's options through to its functions. */
export const defineLayer = <O extends Options>(layer: Layer<O>): Layer<O> => layer;

/** The input as one of some kinds, or the sentence of the error. */
export function expectKind<K extends SignalShape['kind']>(
  input: SignalShape,
  ...kinds: K[]
): Extract<SignalShape, { kind: K }> {
  if (!(kinds as string[]).includes(input.kind)) {
    throw new SpecError(`expected ${kinds.join(' or ')} as input, received ${describeShape(input)}`);
  }
  return input as Extract<SignalShape, { kind: K }>;
}

/** As {@link expectKind}, but refuses ids, which stand for tokens or their unit vectors, as they are never built. */
export function expectReal<K extends SignalShape['kind']>(
  input: SignalShape,
  ...kinds: K[]
): Extract<SignalShape, { kind: K }> {
  if (input.kind === 'tokens' || isOneHot(input)) {
    throw new SpecError(
      `expected real numbers as input, received ${describeShape(input)}: put it after an embedding, recurrent or dense layer`,
    );
  }
  return expectKind(input, ...kinds);
}

export const isOneHot = (shape: SignalShape): boolean => shape.kind === 'sequence' && shape.oneHot === true;

/** A product with a kernel; for one-hot input, the kernel's rows. */
export function project<T>(ops: Ops<T>, { shape, value }: Signal<T>, kernel: T, bias: T): T {
  return isOneHot(shape) ? ops.lookup(ops.add(kernel, bias), value) : ops.linear(value, kernel, bias);
}
