import type { Options, OptionValues } from '@rnnlab/shared';
import { SpecError } from '../errors.js';
import type { Initializer } from '../initializers.js';
import type { Ops } from '../ops.js';

/** The shape of a value between layers, without the batch: its size is free, and that of time unless `steps` is known. */
export type SignalShape =
  /** Integer ids below `vocabulary`, one per time step. */
  | { kind: 'tokens'; vocabulary: number; steps?: number | undefined }
  /** A vector per time step; with `oneHot`, the ids of one-hot vectors. */
  | { kind: 'sequence'; features: number; steps?: number | undefined; oneHot?: boolean }
  /** An image, `[channels, height, width]`. */
  | { kind: 'image'; channels: number; height: number; width: number }
  /** A vector per example. */
  | { kind: 'vector'; features: number };

/**
 * A value between layers: a tensor with its shape. Sequences and tokens are time-major and carry the length of each example; images are
 * `[batch, channels, height, width]`.
 */
export interface Signal<T> {
  shape: SignalShape;
  value: T;
  /** Valid steps of each example, `[batch]`; the steps after them are padding. */
  lengths?: T | undefined;
}

/** Formats a shape: `tokens below 57 [time]`, `[time, 128]`, `[18]`. */
export function formatShape(shape: SignalShape): string {
  switch (shape.kind) {
    case 'tokens':
      return `tokens below ${shape.vocabulary} [${shape.steps ?? 'time'}]`;
    case 'sequence':
      return `[${shape.steps ?? 'time'}, ${shape.features}]`;
    case 'image':
      return `[${shape.channels}, ${shape.height}, ${shape.width}]`;
    case 'vector':
      return `[${shape.features}]`;
  }
}

/** Describes a shape with its kind, for a sentence: `sequence [time, 128]`, `one-hot sequence [time, 57]`. */
export function describeShape(shape: SignalShape): string {
  if (shape.kind === 'tokens') return formatShape(shape);
  return `${shape.kind === 'sequence' && shape.oneHot ? 'one-hot ' : ''}${shape.kind} ${formatShape(shape)}`;
}

/** A parameter of a layer: a tensor that training changes. */
export interface ParameterDefinition {
  shape: readonly number[];
  initializer: Initializer;
  /** False for running averages, which the layer itself updates. Default: true. */
  trainable?: boolean;
}

/** A previous layer of the model. */
export interface PreviousLayer {
  type: string;
  options: Record<string, unknown>;
  input: SignalShape;
  output: SignalShape;
}

/**
 * A layer type: its options, output shape, parameters, and its computation in terms of {@link Ops}, which every engine
 * implements.
 */
export interface Layer<O extends Options = Options> {
  /** The `type` in a model spec. */
  readonly type: string;
  /** Its description, one sentence. */
  readonly doc: string;
  readonly options: O;
  /** The prefix of the names of such layers, before their number. Default: the type. */
  stem?(options: OptionValues<O>): string;
  /**
   * Infers the output shape.
   *
   * @param previous - The layers before it.
   * @throws {SpecError} When the layer cannot take this input.
   */
  output(options: OptionValues<O>, input: SignalShape, previous: readonly PreviousLayer[]): SignalShape;
  /** Defines the parameters by name, for an input that `output` has accepted; one that is undefined is left out. */
  parameters(
    options: OptionValues<O>,
    input: SignalShape,
  ): Readonly<Record<string, ParameterDefinition | undefined>>;
  /** Parameters that it shares with a previous layer, by its own name for them. */
  shared?(options: OptionValues<O>): Record<string, { layer: number; name: string }>;
  /**
   * Computes the layer.
   *
   * @param weights - The parameters by the names that `parameters` and `shared` gave them.
   * @param output - The shape that `output()` returned; that of the result need not be given.
   */
  apply<T>(
    ops: Ops<T>,
    options: OptionValues<O>,
    input: Signal<T>,
    weights: Record<string, T>,
    output: SignalShape,
  ): Applied<T>;
}

/** The result of a layer. Its shape is the one that `output()` has given, its lengths are those of the input by default. */
export type Applied<T> = Omit<Signal<T>, 'shape'> & { shape?: SignalShape | undefined };

/** Types a layer, so that its functions know its options. */
export const layerOf = <const O extends Options>(layer: Layer<O>): Layer<O> => layer;

/**
 * Narrows the input of a layer, in its `output` and `parameters`.
 *
 * @throws {SpecError} Unless the input is of one of some kinds.
 */
export function expectKind<K extends SignalShape['kind']>(
  input: SignalShape,
  ...kinds: K[]
): Extract<SignalShape, { kind: K }> {
  if (!(kinds as string[]).includes(input.kind)) {
    throw new SpecError(`expected ${kinds.join(' or ')} as input, received ${describeShape(input)}`);
  }
  return input as Extract<SignalShape, { kind: K }>;
}

/** As {@link expectKind}, but refuses ids: of tokens, or of one-hot vectors, as these are never built. */
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

/** Whether the value holds the ids of one-hot vectors. */
export const isOneHot = (shape: SignalShape): boolean => shape.kind === 'sequence' && shape.oneHot === true;

/** `x · kernel + bias`; for one-hot input, a look-up of the kernel's rows. */
export function affine<T>(ops: Ops<T>, { shape, value }: Signal<T>, kernel: T, bias: T): T {
  return isOneHot(shape) ? ops.lookup(ops.add(kernel, bias), value) : ops.linear(value, kernel, bias);
}
