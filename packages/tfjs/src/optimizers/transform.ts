import type { Tensor, Tf } from '../tf.js';

/** One part of an optimizer, on the flat vector of all parameters: the gradient becomes what is added to them. */
export interface Transform {
  /** How many vectors it remembers from step to step. */
  slots: number;
  apply(update: Tensor, context: TransformContext): { update: Tensor; slots: Tensor[] };
}

export interface TransformContext {
  tf: Tf;
  parameters: Tensor;
  slots: Tensor[];
  /** Updates done before this one. */
  step: number;
  learningRate: number;
  /** 1 in kernels, parameters with two axes or more, and 0 elsewhere. */
  kernels: Tensor;
  /** Entries of each parameter. */
  sizes: number[];
}

/** A transform that remembers nothing. */
export const stateless = (apply: (update: Tensor, context: TransformContext) => Tensor): Transform => ({
  slots: 0,
  apply: (update, context) => ({ update: apply(update, context), slots: [] }),
});

/** Transforms one after the other, their slots in this order. */
export const chain = (...transforms: Transform[]): Transform => ({
  slots: transforms.reduce((total, { slots }) => total + slots, 0),
  apply(gradient, context) {
    let update = gradient;
    const next: Tensor[] = [];
    for (const transform of transforms) {
      const slots = context.slots.slice(next.length, next.length + transform.slots);
      const result = transform.apply(update, { ...context, slots });
      update = result.update;
      next.push(...result.slots);
    }
    return { update, slots: next };
  },
});

/** -learning rate · update. */
export const descend = stateless((update, { tf, learningRate }) => tf.mul(update, -learningRate));
