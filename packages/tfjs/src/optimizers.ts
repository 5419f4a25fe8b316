import type { OptimizerSpec } from '@rnnlab/trainer';
import { notHere } from './errors.js';
import type { Tensor, Tf } from './tf.js';

/** A transform of gradients, of which optimizers are chained, on the flat vector of all parameters. */
export interface Transform {
  /** The number of its state vectors. */
  slots: number;
  /** Transforms an update: the first in a chain gets the gradient, the last gives what is added to the parameters. */
  apply(update: Tensor, context: TransformContext): { update: Tensor; slots: Tensor[] };
}

/** The state of training that a transform reads. */
interface TransformContext {
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

/** Makes the optimizer of a spec that `@rnnlab/onnx` has accepted. */
export function optimizerFor({ type, ...options }: OptimizerSpec): Transform {
  const {
    clipValue,
    clipNorm,
    globalClipNorm,
    l2: penalty,
    gradientAccumulationSteps: batches = 1,
    ...own
  } = options;
  const make: ((options: never) => Transform) | undefined = optimizers[type as keyof typeof optimizers];
  if (!make) throw notHere('optimizer', type);
  const transforms = [
    clipValue && clipByValue(clipValue),
    clipNorm && clipByNorm(clipNorm),
    globalClipNorm && clipByGlobalNorm(globalClipNorm),
    penalty && addDecayedWeights(penalty),
    make(own as never),
  ];
  const optimizer = chain(...transforms.filter((transform) => typeof transform === 'object'));
  return batches > 1 ? accumulate(batches, optimizer) : optimizer;
}

/** A transform without slots. */
const stateless = (apply: (update: Tensor, context: TransformContext) => Tensor): Transform => ({
  slots: 0,
  apply: (update, context) => ({ update: apply(update, context), slots: [] }),
});

/** Chains transforms, with their slots in this order. */
const chain = (...transforms: Transform[]): Transform => ({
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

/** Gradient descent: -learning rate · update. */
const descend = stateless((update, { tf, learningRate }) => tf.mul(update, -learningRate));

/** Momentum: v' = decay · v + g; the update is v', or g + decay · v' with Nesterov's momentum. */
const velocity = (decay: number, nesterov: boolean): Transform => ({
  slots: 1,
  apply(update, { tf, slots: [previous] }) {
    const next = tf.add(tf.mul(previous!, decay), update);
    return { update: nesterov ? tf.add(update, tf.mul(next, decay)) : next, slots: [next] };
  },
});

/** Stochastic gradient descent. */
const sgd = ({ momentum = 0, nesterov = false }: { momentum?: number; nesterov?: boolean }): Transform =>
  momentum === 0 ? descend : chain(velocity(momentum, nesterov), descend);

/** RMSprop: g / (√v' + ε) with a running mean v' of squares. */
const rmsprop = ({ decay = 0.99, epsilon = 1e-8 }: { decay?: number; epsilon?: number }): Transform =>
  chain(
    {
      slots: 1,
      apply(update, { tf, slots: [squares] }) {
        const next = tf.add(tf.mul(squares!, decay), tf.mul(tf.square(update), 1 - decay));
        return { update: tf.div(update, tf.add(tf.sqrt(next), epsilon)), slots: [next] };
      },
    },
    descend,
  );

/** Adagrad: g / (√Σ g² + ε). */
const adagrad = ({ epsilon = 1e-10 }: { epsilon?: number }): Transform =>
  chain(
    {
      slots: 1,
      apply(update, { tf, slots: [squares] }) {
        const next = tf.add(squares!, tf.square(update));
        return { update: tf.div(update, tf.add(tf.sqrt(next), epsilon)), slots: [next] };
      },
    },
    descend,
  );

interface AdamOptions {
  beta1?: number;
  beta2?: number;
  epsilon?: number;
}

/**
 * m̂ / (√v̂ + ε) with running means of the gradients and of their squares, corrected for their start at zero. The slots
 * hold those means over 1 - β, as the compiled programs keep them.
 */
const scaleByMoments = ({ beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: AdamOptions): Transform => ({
  slots: 2,
  apply(update, { tf, slots: [mean, square], step }) {
    const m = tf.add(tf.mul(mean!, beta1), update);
    const v = tf.add(tf.mul(square!, beta2), tf.square(update));
    const share = (beta: number) => (1 - beta) / (1 - beta ** (step + 1));
    const root = tf.sqrt(tf.mul(v, share(beta2)));
    return { update: tf.div(tf.mul(m, share(beta1)), tf.add(root, epsilon)), slots: [m, v] };
  },
});

/** Adam. */
const adam = (options: AdamOptions): Transform => chain(scaleByMoments(options), descend);

/** AdamW: Adam with decoupled weight decay of the kernels. */
const adamw = ({ weightDecay = 0.01, ...options }: AdamOptions & { weightDecay?: number }): Transform =>
  chain(scaleByMoments(options), addDecayedWeights(weightDecay), descend);

/** Adds `weight · w` of the kernels to the update: an L2 penalty, or weight decay. */
const addDecayedWeights = (weight: number): Transform =>
  stateless((update, { tf, parameters, kernels }) =>
    tf.add(update, tf.mul(tf.mul(parameters, kernels), weight)),
  );

/** Scales a tensor down to a norm of at most `limit`. */
const clipped = (tf: Tf, x: Tensor, limit: number): Tensor =>
  tf.mul(x, tf.div(limit, tf.maximum(tf.norm(x), limit)));

/** Clips each entry. */
const clipByValue = (limit: number): Transform =>
  stateless((update, { tf }) => tf.clipByValue(update, -limit, limit));

/** Clips the norm of each parameter. */
const clipByNorm = (limit: number): Transform =>
  stateless((update, { tf, sizes }) =>
    tf.concat(tf.split(update, sizes).map((part) => clipped(tf, part, limit))),
  );

/** Clips the norm of all parameters together. */
const clipByGlobalNorm = (limit: number): Transform =>
  stateless((update, { tf }) => clipped(tf, update, limit));

/** Gradient accumulation: updates at every `batches`-th step, by the mean of the gradients since the last update: the first slot. */
const accumulate = (batches: number, optimizer: Transform): Transform => ({
  slots: 1 + optimizer.slots,
  apply(gradient, context) {
    const { tf, step } = context;
    const [sum, ...slots] = context.slots;
    const position = step % batches;
    const share = tf.div(gradient, batches);
    const next = position > 0 ? tf.add(sum!, share) : share;
    if (position < batches - 1) return { update: tf.zerosLike(gradient), slots: [next, ...slots] };
    const updates = Math.floor(step / batches);
    const result = optimizer.apply(next, { ...context, slots, step: updates });
    return { update: result.update, slots: [next, ...result.slots] };
  },
});

/** The optimizers. Their slots are those of `@rnnlab/onnx`, so that states move between engines. */
const optimizers: { [Type in OptimizerSpec['type']]: (options: never) => Transform } = {
  adagrad,
  adam,
  adamw,
  rmsprop,
  sgd,
};
