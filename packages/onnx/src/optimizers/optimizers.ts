import { SpecError } from '@rnnlab/models';
import {
  aFunction,
  anything,
  aString,
  COUNT,
  type CustomName,
  checkOptions,
  isCustomName,
  isWholeNumber,
  type Options,
  type OptionsInput,
  type OptionValues,
  POSITIVE,
  parseOptions,
  RATE,
  Registry,
  type Rule,
  shown,
} from '@rnnlab/shared';
import { Value } from '../graph/graph.js';
import { sameShape } from '../graph/shapes.js';
import { GraphError } from '../graph/types.js';
import { accumulateGradients, chain, type StepInfo, type Transform } from './combine.js';
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
export interface Optimizer<O extends Options = Options> {
  /** The `type` in an optimizer spec. */
  readonly type: string;
  /** What it is called, one line. */
  readonly title: string;
  /** The paper. */
  readonly source?: string;
  readonly options: O;
  transform(options: OptionValues<O>): Transform;
}

/** Types an optimizer, so that its function knows its options. */
const typed = <const O extends Options>(optimizer: Optimizer<O>): Optimizer<O> => optimizer;

/** Stochastic gradient descent, optionally with momentum. */
const sgd = typed({
  type: 'sgd',
  title: 'Stochastic gradient descent',
  source: 'H. Robbins and S. Monro, A Stochastic Approximation Method, 1951',
  options: {
    momentum: { ...RATE, default: 0, description: 'Decay of the velocity; 0 is plain gradient descent.' },
    nesterov: { type: 'boolean', default: false, description: 'Looks ahead along the velocity.' },
  },
  transform: (options) =>
    options.momentum === 0
      ? scaleByLearningRate()
      : chain(momentum(options.momentum, options.nesterov), scaleByLearningRate()),
});

/** Adaptive moment estimation: each entry has a step size of its own. */
const adam = typed({
  type: 'adam',
  title: 'Adam',
  source: 'D. P. Kingma and J. Ba, Adam: A Method for Stochastic Optimization, 2015',
  options: {
    beta1: { ...RATE, default: 0.9, description: 'Decay of the mean of gradients.' },
    beta2: { ...RATE, default: 0.999, description: 'Decay of the mean of their squares.' },
    epsilon: { ...POSITIVE, default: 1e-8, description: 'Added to the root of the latter.' },
  },
  transform: (options) => chain(scaleByAdam(options), scaleByLearningRate()),
});

/** Adam with decay of the kernels that does not pass through its scaling. */
const adamw = typed({
  type: 'adamw',
  title: 'AdamW',
  source: 'I. Loshchilov and F. Hutter, Decoupled Weight Decay Regularization, 2019',
  options: {
    beta1: { ...RATE, default: 0.9, description: 'Decay of the mean of gradients.' },
    beta2: { ...RATE, default: 0.999, description: 'Decay of the mean of their squares.' },
    epsilon: { ...POSITIVE, default: 1e-8, description: 'Added to the root of the latter.' },
    weightDecay: {
      ...RATE,
      default: 0.01,
      description: 'Share of a kernel that one step with learning rate 1 takes away.',
    },
  },
  transform: ({ weightDecay, ...options }) =>
    chain(scaleByAdam(options), addDecayedWeights(weightDecay), scaleByLearningRate()),
});

/** Divides each entry by the root of a running mean of its squares. */
const rmsprop = typed({
  type: 'rmsprop',
  title: 'RMSProp',
  source: 'T. Tieleman and G. Hinton, Neural Networks for Machine Learning, lecture 6.5, 2012',
  options: {
    decay: { ...RATE, default: 0.99, description: 'Decay of the mean of squares.' },
    epsilon: { ...POSITIVE, default: 1e-8, description: 'Added to its root.' },
  },
  transform: ({ decay, epsilon }) => chain(scaleByRms(decay, epsilon), scaleByLearningRate()),
});

/** Divides each entry by the root of the sum of all its squares. */
const adagrad = typed({
  type: 'adagrad',
  title: 'AdaGrad',
  source: 'J. Duchi, E. Hazan and Y. Singer, Adaptive Subgradient Methods, 2011',
  options: {
    epsilon: { ...POSITIVE, default: 1e-10, description: 'Added to the root of the sum of squares.' },
  },
  transform: ({ epsilon }) => chain(scaleByRss(epsilon), scaleByLearningRate()),
});

export type { StepInfo, Transform } from './combine.js';

/** Every optimizer, by the `type` an optimizer spec uses. */
export const optimizers = { adagrad, adam, adamw, rmsprop, sgd };

type Optimizers = typeof optimizers;

/** Options of every optimizer, beside its own. Clipping and `l2` are applied to the gradient first, in this order. */
export const commonOptions = {
  clipValue: { ...POSITIVE, optional: true, description: 'Largest size of an entry of the gradient.' },
  clipNorm: { ...POSITIVE, optional: true, description: 'Largest norm of one parameter’s gradient.' },
  globalClipNorm: { ...POSITIVE, optional: true, description: 'Largest norm of the whole gradient.' },
  l2: { ...POSITIVE, optional: true, description: 'Weight of ½‖w‖² over the kernels in the loss.' },
  gradientAccumulationSteps: {
    ...COUNT,
    default: 1,
    description: 'Batches whose gradients make one update.',
  },
} as const satisfies Options;

const gradientTransforms = {
  clipValue: clipByValue,
  clipNorm: clipByNorm,
  globalClipNorm: clipByGlobalNorm,
  l2: addDecayedWeights,
};

const registry = new Registry<Optimizer>(
  'optimizer',
  optimizers as unknown as Record<string, Optimizer>,
  SpecError,
);

/** An optimizer as data: its type, its options and the {@link commonOptions}. */
export type OptimizerSpec =
  | {
      [Type in keyof Optimizers]: { type: Type } & OptionsInput<Optimizers[Type]['options']> &
        OptionsInput<typeof commonOptions>;
    }[keyof Optimizers]
  | CustomOptimizerSpec;

/** An optimizer that a user defined by {@link defineOptimizer}. */
export interface CustomOptimizerSpec extends OptionsInput<typeof commonOptions> {
  type: CustomName;
  [option: string]: unknown;
}

/**
 * Builds the optimizer of a spec, as a transform of gradients.
 *
 * @throws {SpecError} For an unknown type or option (with the nearest valid one), or a bad value.
 */
export function optimizerOf({ type, ...written }: OptimizerSpec): Transform {
  const { options, transform } = registry.get(type);
  const values = parseOptions(
    { ...options, ...commonOptions },
    written,
    `The optimizer (${type})`,
    SpecError,
  );
  const before = Object.entries(gradientTransforms).flatMap(([name, prepare]) => {
    const value = values[name as keyof typeof gradientTransforms];
    return value === undefined ? [] : [prepare(value)];
  });
  const own = transform(values);
  const optimizer = chain(...before, isCustomName(type) ? checkedTransform(type, own) : own);
  return values.gradientAccumulationSteps > 1
    ? accumulateGradients(values.gradientAccumulationSteps, optimizer)
    : optimizer;
}

/** A transform of a user's own, with errors that name it. */
function checkedTransform(type: string, transform: Transform): Transform {
  const wrong = (sentence: string) => new GraphError(`The optimizer (${type}): ${sentence}`);
  if (!isWholeNumber(transform?.slots) || typeof transform.apply !== 'function') {
    throw wrong(
      `transform must give { slots, scalars, apply }, or a chain of such, received ${shown(transform)}.`,
    );
  }
  const { slots, scalars } = transform;
  return {
    slots,
    ...(scalars && {
      scalars(step: StepInfo) {
        const values = scalars(step);
        for (const [name, value] of Object.entries(values)) {
          if (Number.isFinite(value)) continue;
          throw wrong(`the scalar ${name} must be a number at step ${step.step}, received ${shown(value)}.`);
        }
        return values;
      },
    }),
    apply(update, context) {
      const result = transform.apply(update, context);
      const count = Array.isArray(result?.slots) ? result.slots.length : undefined;
      if (count !== slots) {
        throw wrong(`apply must give as many slots as it keeps, ${slots}, received ${count ?? 'none'}.`);
      }
      for (const [name, value] of [['update', result.update], ...result.slots.entries()] as const) {
        if (value instanceof Value && value.type === update.type && sameShape(value.shape, update.shape))
          continue;
        const what = name === 'update' ? 'the update' : `slot ${name}`;
        throw wrong(
          `${what} must be a vector as long as all parameters, received ${value instanceof Value ? value : shown(value)}.`,
        );
      }
      return result;
    },
  };
}

const RULES: Record<keyof Optimizer, Rule> = {
  type: aString,
  title: aString,
  source: aString,
  options: anything,
  transform: aFunction,
};

/**
 * Defines an optimizer of your own, for `type` of an optimizer spec: a transform of the gradient into the update, written in
 * {@link ops}; often a {@link chain} of others. A process that trains with it or resumes calls this first.
 *
 * @param optimizer - Its `type` has a slash, as in `mine/sign-sgd`; each of its options says which values it takes, in words of
 *   JSON Schema. Clipping, `l2` and `accumulate` it has as ours do.
 * @throws {SpecError} For a bad type, a bad option, and for an optimizer without title, options or transform.
 *
 * @example
 * defineOptimizer({
 *   type: 'mine/sign-sgd',
 *   title: 'SignSGD',
 *   source: 'J. Bernstein et al., signSGD: Compressed Optimisation for Non-Convex Problems, 2018',
 *   options: {},
 *   transform: () => chain({ slots: 0, apply: (g) => ({ update: ops.sign(g), slots: [] }) }, scaleByLearningRate()),
 * });
 */
export function defineOptimizer<const O extends Options>(
  optimizer: Optimizer<O> & { readonly type: CustomName },
): Optimizer<O> {
  checkOptions('defineOptimizer', optimizer, RULES, SpecError, ['type', 'title', 'options', 'transform']);
  registry.define(optimizer.type, optimizer as unknown as Optimizer, ['type', ...Object.keys(commonOptions)]);
  return optimizer;
}
