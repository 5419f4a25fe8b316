// Definitions of a user's own, in plain JavaScript that imports nothing but published names: the same file is used in Node and in
// a page, by tests and by what is installed from packed files.

import { defineMetric } from '@rnnlab/metrics';
import { defineCell, defineLayer, expectReal, glorotUniform, orthogonal, zeros } from '@rnnlab/models';
import { chain, defineLoss, defineOptimizer, ops, scaleByLearningRate } from '@rnnlab/onnx';
import { defineSchedule } from '@rnnlab/trainer/web';

// Gates that see the memory, by weights of which each acts on one unit.
defineCell({
  name: 'mine/peephole-lstm',
  title: 'LSTM with peephole connections',
  source: 'F. Gers and J. Schmidhuber, Recurrent Nets that Time and Count, 2000',
  gates: 4,
  states: 2,
  weights: (units) => ({
    recurrentKernel: { shape: [units, 4 * units], initializer: orthogonal({ blocks: 4 }) },
    inputPeephole: { shape: [units], initializer: zeros() },
    forgetPeephole: { shape: [units], initializer: zeros() },
    outputPeephole: { shape: [units], initializer: zeros() },
  }),
  step({ add, sub, mul, sigmoid, tanh, matmul, split }, input, [h, c], weights) {
    const [i, o, f, g] = split(matmul(h, weights.recurrentKernel, input), 4);
    const forget = sigmoid(add(add(f, 1), mul(c, weights.forgetPeephole)));
    const write = sigmoid(add(i, mul(c, weights.inputPeephole)));
    const memory = sub(mul(forget, c), mul(write, mul(tanh(g), -1)));
    const open = sigmoid(add(o, mul(memory, weights.outputPeephole)));
    return [mul(open, tanh(memory)), memory];
  },
});

// The mean over time, in which each step has a weight that a product of its features decides.
defineLayer({
  type: 'mine/attention-pool',
  doc: 'The mean of all steps by weights that follow from their features.',
  options: {
    temperature: {
      type: 'number',
      exclusiveMinimum: 0,
      default: 1,
      description: 'Divides the scores: a lower one attends to fewer steps.',
    },
    rate: {
      type: 'number',
      minimum: 0,
      exclusiveMaximum: 1,
      default: 0,
      description: 'Dropout of the features.',
    },
  },
  output: (_, input) => ({ kind: 'vector', features: expectReal(input, 'sequence').features }),
  parameters: (_, input) => ({
    score: { shape: [expectReal(input, 'sequence').features, 1], initializer: glorotUniform() },
  }),
  apply(ops, { temperature, rate }, { value, lengths }, { score }) {
    const features = ops.dropout(value, rate, 'element');
    const weights = ops.exp(ops.tanh(ops.div(ops.linear(features, score), temperature)));
    const total = ops.add(ops.mean(weights, lengths), 1e-9);
    return { value: ops.div(ops.mean(ops.mul(features, weights), lengths), total) };
  },
});

// Cross-entropy with less weight on what is learned already.
defineLoss({
  type: 'mine/focal',
  doc: 'Focal loss (T.-Y. Lin et al., 2017) of one class for each prediction, from logits.',
  probabilities: 'softmax',
  options: {
    gamma: { type: 'number', minimum: 0, default: 2, description: 'How much less; 0 is cross-entropy.' },
  },
  loss: ({ gamma }) => ({
    target: () => ({ type: 'int32', shape: [] }),
    score(logits, target) {
      const { add, argMax, cast, equal, exp, log, logSoftmax, mul, oneHot, reduceSum, sub } = ops;
      const classes = Number(logits.dim(-1));
      const logProbability = reduceSum(mul(logSoftmax(logits), oneHot(target, classes, logits.type)), [-1]);
      const missed = add(sub(1, exp(logProbability)), 1e-6);
      return {
        losses: mul(mul(exp(mul(log(missed), gamma)), logProbability), -1),
        correct: cast(equal(argMax(logits), cast(target, 'int64')), logits.type),
      };
    },
  }),
});

// The sign of a running mean: one vector is kept from step to step.
defineOptimizer({
  type: 'mine/lion',
  title: 'Lion',
  source: 'X. Chen et al., Symbolic Discovery of Optimization Algorithms, 2023',
  options: {
    beta1: {
      type: 'number',
      minimum: 0,
      exclusiveMaximum: 1,
      default: 0.9,
      description: 'Decay for the update.',
    },
    beta2: {
      type: 'number',
      minimum: 0,
      exclusiveMaximum: 1,
      default: 0.99,
      description: 'Decay of the mean.',
    },
  },
  transform: ({ beta1, beta2 }) =>
    chain(
      {
        slots: 1,
        apply: (gradient, { slots: [mean] }) => ({
          update: ops.sign(ops.add(ops.mul(mean, beta1), ops.mul(gradient, 1 - beta1))),
          slots: [ops.add(ops.mul(mean, beta2), ops.mul(gradient, 1 - beta2))],
        }),
      },
      scaleByLearningRate(),
    ),
});

// Up to the base rate and down again, over all steps of the training.
defineSchedule({
  type: 'mine/triangle',
  title: 'Linearly up, and down again',
  options: {
    peak: {
      type: 'number',
      exclusiveMinimum: 0,
      exclusiveMaximum: 1,
      default: 0.3,
      description: 'Where it turns.',
    },
  },
  countsSteps: true,
  schedule:
    ({ peak }) =>
    ({ step, steps }) => {
      const position = (step + 1) / (steps + 1);
      return position < peak ? position / peak : (1 - position) / (1 - peak);
    },
});

// The mean over the classes of the share that is right.
defineMetric({
  type: 'mine/balanced-accuracy',
  doc: 'The mean over the classes of the share of their examples that is right.',
  options: {
    adjusted: {
      type: 'boolean',
      default: false,
      description: 'Whether chance is 0, instead of one class in many.',
    },
  },
  better: 'higher',
  metric({ adjusted }, width) {
    const [right, all] = [new Float64Array(width), new Float64Array(width)];
    return {
      update({ outputs, targets }) {
        for (let k = 0; k < targets.length; k++) {
          const row = outputs.subarray(k * width, (k + 1) * width);
          all[targets[k]] += 1;
          if (row.indexOf(Math.max(...row)) === targets[k]) right[targets[k]] += 1;
        }
      },
      compute() {
        const shares = [...right].map((hits, k) => hits / all[k]).filter(Number.isFinite);
        const mean = shares.reduce((a, b) => a + b, 0) / shares.length;
        return adjusted ? (mean - 1 / width) / (1 - 1 / width) : mean;
      },
      reset() {
        right.fill(0);
        all.fill(0);
      },
    };
  },
});
