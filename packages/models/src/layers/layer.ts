import type { Initialiser } from '../initialisers/index.js';
import type { Ops } from '../ops.js';
import { SpecError } from '../spec/error.js';
import type { Options, Values } from '../spec/option.js';
import { formatShape, type Signal, type SignalShape } from './signal.js';

/** A trainable tensor of a layer. */
export interface ParameterDefinition {
  shape: readonly number[];
  initialiser: Initialiser;
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
  /** @throws {@link SpecError} if the layer cannot take this input. */
  output(options: Values<O>, input: SignalShape): SignalShape;
  /** Parameters by name, for an input that `output` has accepted. */
  parameters(options: Values<O>, input: SignalShape): Record<string, ParameterDefinition>;
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
    const received = input.kind === 'tokens' ? formatShape(input) : `${input.kind} ${formatShape(input)}`;
    throw new SpecError(`expected ${kinds.join(' or ')} as input, received ${received}`);
  }
  return input as Extract<SignalShape, { kind: K }>;
}

/** Refuses ids, which stand for tokens or for their unit vectors, where a layer computes with the entries. */
export function refuseIds(input: SignalShape): void {
  if (input.kind === 'tokens' || (input.kind === 'sequence' && input.oneHot)) {
    const received = input.kind === 'tokens' ? formatShape(input) : `one-hot sequence ${formatShape(input)}`;
    throw new SpecError(
      `expected real numbers as input, received ${received}: put it after an embedding, recurrent or dense layer`,
    );
  }
}

/** A product with a kernel; for one-hot input, the kernel's rows. */
export function project<T>(ops: Ops<T>, { shape, value }: Signal<T>, kernel: T, bias?: T): T {
  if (shape.kind === 'sequence' && shape.oneHot) {
    const rows = ops.lookup(kernel, value);
    return bias === undefined ? rows : ops.add(rows, bias);
  }
  return ops.linear(value, kernel, bias);
}
