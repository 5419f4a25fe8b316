import type { Value } from '../graph/graph.js';
import { add, mul } from '../ops/arithmetic.js';
import { less, where } from '../ops/comparison.js';

/**
 * One part of an optimizer, as in optax: it transforms an update (first the gradient, finally the change of the
 * parameters) into another one. All vectors are the flat vector of all parameters.
 */
export interface Transform {
  /** How many vectors it keeps from step to step; they start at zero. */
  readonly slots: number;
  /** Scalars that the host computes for each step, by name. */
  readonly scalars?: (step: StepInfo) => Record<string, number>;
  apply(update: Value, context: TransformContext): { update: Value; slots: Value[] };
}

/** The step that an optimizer's scalars depend on. */
export interface StepInfo {
  /** Updates before this one. */
  step: number;
  /** The learning rate of this step. */
  learningRate: number;
}

/** The values of a step that a transform can use. */
export interface TransformContext {
  parameters: Value;
  slots: readonly Value[];
  /** The step's scalars, of the parameters' element type. */
  scalars: Record<string, Value>;
  /** The flat vector that is 1 in kernels (parameters with two axes or more) and 0 in the other parameters. */
  kernelMask(): Value;
  /** The update split into one vector for each parameter. */
  splitParameters(update: Value): Value[];
}

/** Composes transforms, the first one first. */
export function chain(...transforms: Transform[]): Transform {
  const scope = (index: number, name: string) => `${index}.${name}`;
  return {
    slots: transforms.reduce((total, { slots }) => total + slots, 0),
    scalars: (step) =>
      Object.fromEntries(
        transforms.flatMap(({ scalars }, k) =>
          Object.entries(scalars?.(step) ?? {}).map(([name, value]) => [scope(k, name), value]),
        ),
      ),
    apply(update, context) {
      let current = update;
      const next: Value[] = [];
      transforms.forEach((transform, k) => {
        const prefix = scope(k, '');
        const own = Object.entries(context.scalars).flatMap(([name, value]) =>
          name.startsWith(prefix) ? [[name.slice(prefix.length), value] as const] : [],
        );
        const result = transform.apply(current, {
          ...context,
          slots: context.slots.slice(next.length, next.length + transform.slots),
          scalars: Object.fromEntries(own),
        });
        current = result.update;
        next.push(...result.slots);
      });
      return { update: current, slots: next };
    },
  };
}

/**
 * Updates only at every `batches`-th step, by the mean of the gradients since the last update: a larger batch
 * than fits in memory.
 */
export const accumulateGradients = (batches: number, optimizer: Transform): Transform => ({
  slots: 1 + optimizer.slots,
  scalars({ step, learningRate }) {
    const position = step % batches;
    const own = optimizer.scalars?.({ step: Math.floor(step / batches), learningRate }) ?? {};
    const inner = Object.entries(own).map(([name, value]) => [`inner.${name}`, value]);
    return {
      keep: Number(position > 0),
      last: Number(position === batches - 1),
      ...Object.fromEntries(inner),
    };
  },
  apply(update, context) {
    const { keep, last, ...rest } = context.scalars as Record<'keep' | 'last', Value>;
    const [sum, ...slots] = context.slots as [Value, ...Value[]];
    const scalars = Object.fromEntries(
      Object.entries<Value>(rest).map(([name, value]) => [name.slice('inner.'.length), value]),
    );
    const next = add(mul(sum, keep), mul(update, 1 / batches));
    const result = optimizer.apply(next, { ...context, slots, scalars });
    const isLast = less(mul(last, 0), last);
    return {
      update: mul(result.update, last),
      slots: [next, ...result.slots.map((slot, k) => where(isLast, slot, slots[k]!))],
    };
  },
});
