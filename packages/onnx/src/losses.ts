import { type Signal, SpecError } from '@rnnlab/models';
import {
  aFunction,
  anything,
  aString,
  type CustomName,
  checkOptions,
  isCustomName,
  type Options,
  type OptionsInput,
  type OptionValues,
  oneOf,
  POSITIVE,
  parseOptions,
  RATE,
  Registry,
  type Rule,
  shown,
} from '@rnnlab/shared';
import { composite, Value } from './graph/graph.js';
import { sameShape, staticDim } from './graph/shapes.js';
import { type DataType, formatDims, GraphError, type Shape } from './graph/types.js';
import { logSoftmax, sigmoid } from './ops/activations.js';
import { add, exp, log, mul, reduceSum, sub, zerosLike } from './ops/arithmetic.js';
import { argMax, cast, equal, less, max, sign } from './ops/comparison.js';
import { oneHot } from './ops/creation.js';
import { gatherRows } from './ops/gather.js';
import { timeMask } from './ops/sequences.js';
import { transpose, unsqueeze } from './ops/shape.js';

/** Scores of single output vectors, `[batch]` or time-major `[time, batch]`. */
export interface PredictionScores {
  losses: Value;
  /** The weight of each loss in the mean. Default: 1. */
  weights?: Value;
  /** How many of the predictions are correct. Default: none, so that the accuracy is 0. */
  correct?: Value;
  /** Predictions that an output vector makes: one of a class, or one for each entry. Default: 1. */
  predictions?: number;
}

/** Sums over the valid predictions of each example, `[batch]`. */
interface ExampleScores {
  losses: Value;
  weights: Value;
  correct: Value;
  counts: Value;
}

/** A loss to minimize. */
export interface Loss {
  /** Element type and shape of the target of one prediction, for a number of outputs. */
  target(outputs: number, float: DataType): { type: DataType; shape: Shape };
  /**
   * Scores each prediction. Its scores must follow from its own output and target alone, as batches are divided among threads.
   *
   * @param output - The model's output, `[batch, N]` or `[time, batch, N]`.
   * @param target - Targets with the same leading axes.
   */
  score(output: Value, target: Value): PredictionScores;
}

/**
 * Sums scores over the valid time steps of each example; padding does not count.
 *
 * @param target - Batch-major targets, `[batch, …]` or `[batch, time, …]`.
 */
export function sumScores(
  loss: Loss,
  { shape, value, lengths }: Signal<Value>,
  target: Value,
): ExampleScores {
  const labels =
    shape.kind === 'sequence'
      ? transpose(target, [1, 0, ...target.shape.slice(2).map((_, k) => k + 2)])
      : target;
  const { losses, weights, predictions = 1, ...scored } = loss.score(value, labels);
  const correct = scored.correct ?? cast(less(losses, losses), losses.type);
  // Made from what has no gradient, so that the weights have none.
  const ones = add(zerosLike(correct), 1);
  const scores = { losses, weights: weights ?? ones, correct, counts: mul(ones, predictions) };
  if (shape.kind !== 'sequence') return scores;
  const mask = timeMask(value, lengths!);
  const total = (x: Value) => reduceSum(mul(x, mask), [-2]);
  return {
    losses: total(scores.losses),
    weights: total(scores.weights),
    correct: total(scores.correct),
    counts: total(scores.counts),
  };
}

/** The divisor of summed losses: their weights; 1 without a single prediction, so that the loss is 0 and not NaN. */
export const divisor = (weights: Value): Value => add(weights, sub(1, sign(weights)));

/** A kind of loss: its options, and what it computes. */
export interface LossDefinition<O extends Options = Options> {
  /** The `type` in a loss spec. */
  readonly type: string;
  readonly doc: string;
  readonly options: O;
  /** How a model's outputs become what an exported file gives: `softmax` for one class of several, `sigmoid` for each. Default: `identity`. */
  readonly probabilities?: 'softmax' | 'sigmoid' | 'identity';
  loss(options: OptionValues<O>): Loss;
}

/** Types a loss, so that its function knows its options. */
const typed = <const O extends Options>(definition: LossDefinition<O>): LossDefinition<O> => definition;

/**
 * -Σ q log softmax(logits) in nats, with all of q (but for smoothing) on the target class.
 * Source of smoothing: C. Szegedy et al., Rethinking the Inception Architecture for Computer Vision, 2016.
 */
const softmaxCrossEntropy = typed({
  type: 'softmax-cross-entropy',
  doc: 'One class for each prediction, from logits.',
  probabilities: 'softmax',
  options: {
    labelSmoothing: {
      ...RATE,
      default: 0,
      description: 'Share of the target’s probability that is spread over all classes.',
    },
    classWeights: {
      type: 'array',
      items: POSITIVE,
      expected: 'numbers above 0',
      optional: true,
      description: 'Weight of an example of each class in the mean; 1 by default.',
    },
  },
  loss: ({ labelSmoothing, classWeights }) => ({
    target: () => ({ type: 'int32', shape: [] }),
    score(logits, target) {
      const classes = staticDim(logits, -1);
      if (classWeights && classWeights.length !== classes) {
        throw new GraphError(`The loss needs ${classes} class weights, received ${classWeights.length}.`);
      }
      const labels = oneHot(target, classes, logits.type);
      const smooth =
        labelSmoothing > 0 ? add(mul(labels, 1 - labelSmoothing), labelSmoothing / classes) : labels;
      const losses = crossEntropy(logits, smooth);
      const correct = cast(equal(argMax(logits), cast(target, 'int64')), logits.type);
      if (!classWeights) return { losses, correct };
      const weight = gatherRows(logits.graph.numbers(logits.type, classWeights), target);
      return { losses: mul(losses, weight), weights: weight, correct };
    },
  }),
});

/** -Σ q log softmax(logits) over the last axis; dlogits = (softmax - q) ⊙ dy, as q sums to 1. */
function crossEntropy(logits: Value, q: Value): Value {
  let logProbabilities: Value;
  const forward = () => {
    logProbabilities = logSoftmax(logits);
    return [mul(reduceSum(mul(logProbabilities, q), [-1]), -1)];
  };
  return composite('SoftmaxCrossEntropy', [logits, q], forward, ({ adjoints: [dy] }) => [
    mul(sub(exp(logProbabilities), q), unsqueeze(dy!, [-1])),
    undefined,
  ])[0]!;
}

/** The mean over the outputs of -(t log σ(z) + (1 - t) log(1 - σ(z))) in nats, for logits z and targets t in [0, 1]. */
const binaryCrossEntropy = typed({
  type: 'binary-cross-entropy',
  doc: 'A yes or no for each output, from logits.',
  probabilities: 'sigmoid',
  options: {},
  loss: () => ({
    target: (outputs, float) => ({ type: float, shape: [outputs] }),
    score(logits, target) {
      const outputs = staticDim(logits, -1);
      return {
        losses: mul(reduceSum(sigmoidCrossEntropy(logits, target), [-1]), 1 / outputs),
        correct: reduceSum(matches(less(mul(logits, 0), logits), target), [-1]),
        predictions: outputs,
      };
    },
  }),
});

/** 1 where a binary prediction matches a target in [0, 1], else 0. */
function matches(positive: Value, target: Value): Value {
  const label = less(add(mul(target, 0), 0.5), target);
  return cast(equal(cast(positive, 'int32'), cast(label, 'int32')), target.type);
}

/** max(z, 0) - z t + log(1 + exp(-|z|)), which does not overflow; dz = (σ(z) - t) ⊙ dy. */
const sigmoidCrossEntropy = (z: Value, t: Value): Value =>
  composite(
    'BinaryCrossEntropy',
    [z, t],
    () => [add(sub(max(z, 0), mul(z, t)), log(add(exp(mul(mul(z, sign(z)), -1)), 1)))],
    ({ adjoints: [dy] }) => [mul(sub(sigmoid(z), t), dy!), undefined],
  )[0]!;

/**
 * The mean over the outputs of (y - t)². A prediction is correct if the output is on the target's side of ½, which
 * is meaningful for targets that are 0 or 1.
 */
const meanSquaredError = typed({
  type: 'mean-squared-error',
  doc: 'Numbers for each prediction.',
  options: {},
  loss: () => ({
    target: (outputs, float) => ({ type: float, shape: [outputs] }),
    score(output, target) {
      const outputs = staticDim(output, -1);
      const error = sub(output, target);
      return {
        losses: mul(reduceSum(mul(error, error), [-1]), 1 / outputs),
        correct: reduceSum(matches(less(add(mul(output, 0), 0.5), output), target), [-1]),
        predictions: outputs,
      };
    },
  }),
});

/** The losses, by the `type` a loss spec uses. */
export const losses = {
  'softmax-cross-entropy': softmaxCrossEntropy,
  'binary-cross-entropy': binaryCrossEntropy,
  'mean-squared-error': meanSquaredError,
};

type Losses = typeof losses;

const registry = new Registry<LossDefinition>(
  'loss',
  losses as unknown as Record<string, LossDefinition>,
  SpecError,
);

/** A loss as data: its type and options. */
export type LossSpec =
  | {
      [Type in keyof Losses]: { type: Type } & OptionsInput<Losses[Type]['options']>;
    }[keyof Losses]
  | CustomLossSpec;

/** A loss that a user defined by {@link defineLoss}. */
export interface CustomLossSpec {
  type: CustomName;
  [option: string]: unknown;
}

/**
 * Builds the loss of a spec.
 *
 * @throws {SpecError} For an unknown type or option (with the nearest valid one), or a bad value.
 */
export function lossOf({ type, ...written }: LossSpec): Loss {
  const { options, loss } = registry.get(type);
  const made = loss(parseOptions(options, written, `The loss (${type})`, SpecError));
  return isCustomName(type) ? checkedLoss(type, made) : made;
}

/** A loss of a user's own, with errors that name it. */
function checkedLoss(type: string, loss: Loss): Loss {
  const wrong = (sentence: string) => new GraphError(`The loss (${type}): ${sentence}`);
  return {
    target(outputs, float) {
      const target = loss.target(outputs, float);
      if (['int32', float].includes(target?.type) && Array.isArray(target.shape)) return target;
      throw wrong(
        `target must give the type int32 or ${float}, and a shape such as [] or [outputs], received ${shown(target)}.`,
      );
    },
    score(output, target) {
      const scores = loss.score(output, target);
      const shape = output.shape.slice(0, -1);
      for (const name of ['losses', 'weights', 'correct'] as const) {
        const value = scores?.[name];
        if (value === undefined && name !== 'losses') continue;
        if (value instanceof Value && value.type === output.type && sameShape(value.shape, shape)) continue;
        throw wrong(
          `${name} must be ${output.type} ${formatDims(shape)}, a number for each prediction, received ${value instanceof Value ? value : shown(value)}.`,
        );
      }
      return scores;
    },
  };
}

/**
 * The number of classes among which a target is one, for checks; undefined where targets are any numbers.
 *
 * @param outputs - Outputs of the model.
 */
export function targetClasses(spec: LossSpec, outputs: number): number | undefined {
  const { type, shape } = lossOf(spec).target(outputs, 'float32');
  const isClass = probabilitiesOf(spec) === 'softmax' && type === 'int32' && shape.length === 0;
  return isClass ? outputs : undefined;
}

/** How a model's outputs become probabilities, by the loss of its training. */
export const probabilitiesOf = ({ type }: LossSpec): 'softmax' | 'sigmoid' | 'identity' =>
  registry.get(type).probabilities ?? 'identity';

const RULES: Record<keyof LossDefinition, Rule> = {
  type: aString,
  doc: aString,
  options: anything,
  probabilities: oneOf(['softmax', 'sigmoid', 'identity']),
  loss: aFunction,
};

/**
 * Defines a loss of your own, for `type` of a loss spec: its score is written in {@link ops}, its gradient is derived. A process
 * that trains with it, resumes or exports calls this first; one that loads the exported file need not.
 *
 * @param definition - Its `type` has a slash, as in `mine/huber`; each of its options says which values it takes, in words of
 *   JSON Schema.
 * @throws {SpecError} For a bad type, a bad option, and for a definition without doc, options or loss.
 *
 * @example
 * const { abs, less, mul, reduceSum, sub, where } = ops;
 * defineLoss({
 *   type: 'mine/huber',
 *   doc: 'Squares of small errors and sizes of large ones (P. J. Huber, 1964).',
 *   options: { delta: { type: 'number', exclusiveMinimum: 0, default: 1, description: 'The largest small error.' } },
 *   loss: ({ delta }) => ({
 *     target: (outputs, float) => ({ type: float, shape: [outputs] }),
 *     score(output, target) {
 *       const size = abs(sub(output, target));
 *       const each = where(less(size, delta), mul(mul(size, size), 0.5), mul(sub(size, delta / 2), delta));
 *       return { losses: reduceSum(each, [-1]) };
 *     },
 *   }),
 * });
 */
export function defineLoss<const O extends Options>(
  definition: LossDefinition<O> & { readonly type: CustomName },
): LossDefinition<O> {
  checkOptions('defineLoss', definition, RULES, SpecError, ['type', 'doc', 'options', 'loss']);
  registry.define(definition.type, definition as unknown as LossDefinition, ['type']);
  return definition;
}
