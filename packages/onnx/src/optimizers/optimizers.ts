import {
  count,
  flag,
  type Options,
  optional,
  parseOptions,
  positive,
  rate,
  SpecError,
  type Values,
  type Written,
} from '@rnnlab/models';
import { noSuch } from '@rnnlab/shared';
import { accumulateGradients, chain, type Transform } from './combine.js';
import {
  addDecayedWeights,
  clipByGlobalNorm,
  clipByNorm,
  clipByValue,
  momentum,
  scaleByAdam,
  scaleByLearningRate,
  scaleByRms,
  scaleByRss,
} from './transforms.js';

/** A kind of optimizer: its options, and the transform of gradients that it is. */
interface Optimizer<O extends Options = Options> {
  /** The `type` in an optimizer spec. */
  readonly type: string;
  readonly title: string;
  /** The paper. */
  readonly source: string;
  readonly options: O;
  transform(options: Values<O>): Transform;
}

/** Types an optimizer's options through to its function. */
const defineOptimizer = <O extends Options>(optimizer: Optimizer<O>): Optimizer<O> => optimizer;

/** Stochastic gradient descent, optionally with momentum. */
const sgd = defineOptimizer({
  type: 'sgd',
  title: 'Stochastic gradient descent',
  source: 'H. Robbins and S. Monro, A Stochastic Approximation Method, 1951',
  options: {
    momentum: rate('Decay of the velocity; 0 is plain gradient descent.', 0),
    nesterov: flag('Looks ahead along the velocity.', false),
  },
  transform: (options) =>
    options.momentum === 0
      ? scaleByLearningRate()
      : chain(momentum(options.momentum, options.nesterov), scaleByLearningRate()),
});

/** Adaptive moment estimation: each entry has a step size of its own. */
const adam = defineOptimizer({
  type: 'adam',
  title: 'Adam',
  source: 'D. P. Kingma and J. Ba, Adam: A Method for Stochastic Optimization, 2015',
  options: {
    beta1: rate('Decay of the mean of gradients.', 0.9),
    beta2: rate('Decay of the mean of their squares.', 0.999),
    epsilon: positive('Added to the root of the latter.', 1e-8),
  },
  transform: (options) => chain(scaleByAdam(options), scaleByLearningRate()),
});

/** Adam with decay of the kernels that does not pass through its scaling. */
const adamw = defineOptimizer({
  type: 'adamw',
  title: 'AdamW',
  source: 'I. Loshchilov and F. Hutter, Decoupled Weight Decay Regularization, 2019',
  options: {
    beta1: rate('Decay of the mean of gradients.', 0.9),
    beta2: rate('Decay of the mean of their squares.', 0.999),
    epsilon: positive('Added to the root of the latter.', 1e-8),
    decay: rate('Share of a kernel that one step with learning rate 1 takes away.', 0.01),
  },
  transform: ({ decay, ...options }) =>
    chain(scaleByAdam(options), addDecayedWeights(decay), scaleByLearningRate()),
});

/** Divides each entry by the root of a running mean of its squares. */
const rmsprop = defineOptimizer({
  type: 'rmsprop',
  title: 'RMSProp',
  source: 'T. Tieleman and G. Hinton, Neural Networks for Machine Learning, lecture 6.5, 2012',
  options: {
    decay: rate('Decay of the mean of squares.', 0.99),
    epsilon: positive('Added to its root.', 1e-8),
  },
  transform: ({ decay, epsilon }) => chain(scaleByRms(decay, epsilon), scaleByLearningRate()),
});

/** Divides each entry by the root of the sum of all its squares. */
const adagrad = defineOptimizer({
  type: 'adagrad',
  title: 'AdaGrad',
  source: 'J. Duchi, E. Hazan and Y. Singer, Adaptive Subgradient Methods, 2011',
  options: { epsilon: positive('Added to the root of the sum of squares.', 1e-10) },
  transform: ({ epsilon }) => chain(scaleByRss(epsilon), scaleByLearningRate()),
});

export type { StepInfo, Transform } from './combine.js';

/** Every optimizer, by the `type` an optimizer spec uses. */
export const optimizers = { adagrad, adam, adamw, rmsprop, sgd };

type Optimizers = typeof optimizers;

/** Options of every optimizer, beside its own. Clipping and `l2` are applied to the gradient first, in this order. */
export const commonOptions = {
  clipValue: optional(positive('Largest size of an entry of the gradient.')),
  clipNorm: optional(positive('Largest norm of one parameter’s gradient.')),
  clipGlobalNorm: optional(positive('Largest norm of the whole gradient.')),
  l2: optional(positive('Weight of ½‖w‖² over the kernels in the loss.')),
  accumulate: count('Batches whose gradients make one update.', 1),
};

const gradientTransforms = {
  clipValue: clipByValue,
  clipNorm: clipByNorm,
  clipGlobalNorm: clipByGlobalNorm,
  l2: addDecayedWeights,
};

/** An optimizer as data: its type, its options and the {@link commonOptions}. */
export type OptimizerSpec = {
  [Type in keyof Optimizers]: { type: Type } & Written<Optimizers[Type]['options']> &
    Written<typeof commonOptions>;
}[keyof Optimizers];

/** The names of all optimizers. */
export const optimizerNames = Object.keys(optimizers) as (keyof Optimizers)[];

/**
 * Builds the optimizer of a spec, as a transform of gradients.
 *
 * @throws {SpecError} For an unknown type or option (with the nearest valid one), or a bad value.
 */
export function optimizerOf({ type, ...written }: OptimizerSpec): Transform {
  if (!Object.hasOwn(optimizers, type)) {
    throw new SpecError(noSuch('optimizer', type, optimizerNames));
  }
  const { options, transform } = optimizers[type] as unknown as Optimizer;
  const values = parseOptions({ ...options, ...commonOptions }, written, `The optimizer (${type})`);
  const before = Object.entries(gradientTransforms).flatMap(([name, prepare]) => {
    const value = values[name as keyof typeof gradientTransforms];
    return value === undefined ? [] : [prepare(value)];
  });
  const optimizer = chain(...before, transform(values as Values<Options>));
  return values.accumulate > 1 ? accumulateGradients(values.accumulate, optimizer) : optimizer;
}
