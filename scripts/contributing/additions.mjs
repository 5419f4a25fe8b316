// What check-contributing.mjs adds to a copy of the repository, as a contributor would, by the rows of the table in
// CONTRIBUTING.md: `row` is its first column, with the row that it belongs to where that begins with a dash. `file` stands for
// the <name> in its path, `code` is the definition, `imports` what a new file begins with, `name` what its registry imports, and
// `line` the line in the registry.

export const additions = [
  {
    row: 'dataset',
    file: 'even-numbers',
    imports: `
import { type DatasetCard, type LabeledText, labeledTextFeatures } from '../card.js';
import { Dataset } from '../dataset.js';
`,
    code: `
/** The card of {@link evenNumbers}. */
export const evenNumbersCard: DatasetCard = {
  name: 'even-numbers',
  description: 'Decimal numbers, even and odd.',
  license: 'CC0-1.0',
  splits: { all: { examples: 400 } },
  features: labeledTextFeatures(['even', 'odd']),
};

/** Decimal numbers from 0 to 399, even and odd. */
export function evenNumbers(): Dataset<LabeledText> {
  const examples = Array.from({ length: 400 }, (_, k) => ({ text: String(k), label: k % 2 === 0 ? 'even' : 'odd' }));
  return Dataset.from(examples, evenNumbersCard);
}
`,
    name: 'evenNumbers, evenNumbersCard',
    line: `'even-numbers': { load: evenNumbers, card: evenNumbersCard },`,
  },
  {
    row: 'dataset – for recipes',
    file: 'text-classification',
    code: `
export const evenNumbers = defineDataset({
  task: 'text-classification',
  description: 'Decimal numbers, even and odd',
  options: {},
  load: async () => (await import('@rnnlab/datasets')).loadDataset('even-numbers'),
});
`,
    name: 'evenNumbers',
    line: `'even-numbers': evenNumbers,`,
  },
  {
    row: 'cell',
    code: `
/** The leaky integrator: h' = 0.5 h + 0.5 tanh(W x + U h + b). */
const leaky: Cell = {
  name: 'leaky',
  title: 'Leaky integrator',
  source: 'H. Jaeger et al., Optimization and Applications of Echo State Networks, 2007',
  gates: 1,
  states: 1,
  weights: (units) => ({ recurrentKernel: { shape: [units, units], initializer: orthogonal() } }),
  step: ({ add, mul, tanh, matmul }, input, [h], { recurrentKernel }) => [
    add(mul(h!, 0.5), mul(tanh(matmul(h!, recurrentKernel!, input)), 0.5)),
  ],
};
`,
    line: 'leaky,',
  },
  {
    row: 'layer',
    file: 'scaling',
    imports: `
import { POSITIVE } from '@rnnlab/shared';
import { expectReal, layerOf } from './layer.js';
`,
    code: `
/** Scaling: every feature of a vector times a trained number. */
export const scale = layerOf({
  type: 'scale',
  doc: 'Multiplies every feature of a vector by a trained number.',
  options: { start: { ...POSITIVE, default: 1, description: 'The number before training.' } },
  output: (_, input) => expectReal(input, 'vector'),
  parameters({ start }, input) {
    const shape = [expectReal(input, 'vector').features];
    return { factor: { shape, initializer: ([size]) => new Float32Array(size!).fill(start) } };
  },
  apply: (ops, _, { value }, { factor }, shape) => ({ shape, value: ops.mul(value, factor!) }),
});
`,
    name: 'scale',
    line: 'scale,',
  },
  {
    row: 'layer – in TensorFlow.js',
    file: 'scaling',
    imports: `
import { defineBuilder } from './context.js';
import { defineCustomLayer } from './custom-layer.js';
`,
    code: `
/** Scaling: every feature times a trained number. */
export const scale = defineBuilder(({ custom, name, apply }, { shape, value }) => {
  const { features } = shape as { features: number };
  return { value: apply(custom(scaleLayer, { name, features }), value, (of) => [of('factor')]) };
});

const scaleLayer = defineCustomLayer<{ features: number }>({
  className: 'RNNLabScale',
  define: (tf, { features }) => ({
    weights: { factor: [features] },
    output: ([input]) => input,
    compute: ([input], { weights: { factor } }) => tf.mul(input!, factor!),
  }),
});
`,
    name: 'scale',
    line: 'scale,',
  },
  {
    row: 'model preset',
    file: 'last-token',
    imports: `
import { definePreset, SIZES } from './preset.js';
import { COUNT } from '@rnnlab/shared';
`,
    code: `
/** Makes a classifier of the last token alone. */
export const lastToken = definePreset({
  name: 'last-token',
  description: 'Embedding → the last token → classes',
  input: 'tokens',
  sizes: { vocabulary: SIZES.vocabulary, classes: SIZES.classes },
  options: { embedding: { ...COUNT, default: 8, description: 'Embedding dimension.' } },
  spec: ({ vocabulary, classes, embedding }) => ({
    input: { type: 'tokens', vocabulary },
    layers: [{ type: 'embedding', units: embedding }, { type: 'last' }, { type: 'scale' }, { type: 'dense', units: classes }],
  }),
});
`,
    name: 'lastToken',
    line: `'last-token': lastToken,`,
  },
  {
    row: 'loss',
    imports: `import { where } from './ops/comparison.js';\n`,
    code: `
/** The mean over the outputs of |y - t|. */
const meanAbsoluteError = typed({
  type: 'mean-absolute-error',
  doc: 'Numbers for each prediction.',
  options: {},
  loss: () => ({
    target: (outputs, float) => ({ type: float, shape: [outputs] }),
    score(output, target) {
      const outputs = staticDim(output, -1);
      const error = sub(output, target);
      return {
        losses: mul(reduceSum(where(less(error, 0), mul(error, -1), error), [-1]), 1 / outputs),
        correct: reduceSum(matches(less(add(mul(output, 0), 0.5), output), target), [-1]),
        predictions: outputs,
      };
    },
  }),
});
`,
    line: `'mean-absolute-error': meanAbsoluteError,`,
  },
  {
    row: 'loss – in TensorFlow.js',
    code: `
const meanAbsoluteError: Loss<'mean-absolute-error'> = (tf, outputs, targets) => ({
  losses: tf.mean(tf.losses.absoluteDifference(targets, outputs, undefined, tf.Reduction.NONE), -1),
  correct: countCorrect(tf, tf.greater(outputs, 0.5), targets),
  predictions: outputs.shape.at(-1)!,
});
`,
    line: `'mean-absolute-error': meanAbsoluteError,`,
  },
  {
    row: 'optimizer',
    code: `
/** The gradient divided by its norm, so that every step is as long as the learning rate. */
const normalized = typed({
  type: 'normalized',
  title: 'Normalized gradient descent',
  source: 'Y. Nesterov, Minimization Methods for Nonsmooth Convex and Quasiconvex Functions, 1984',
  options: { norm: { ...POSITIVE, default: 1e-6, description: 'Norm below which steps are shorter.' } },
  transform: ({ norm }) =>
    chain(
      clipByGlobalNorm(norm),
      { slots: 0, apply: (update) => ({ update: mul(update, 1 / norm), slots: [] }) },
      scaleByLearningRate(),
    ),
});
`,
    imports: `import { mul } from '../ops/arithmetic.js';\n`,
    line: 'normalized,',
  },
  {
    row: 'optimizer – in TensorFlow.js',
    code: `
/** Normalized gradient descent. */
const normalized = ({ norm = 1e-6 }: { norm?: number }): Transform =>
  chain(
    clipByGlobalNorm(norm),
    stateless((update, { tf }) => tf.div(update, norm)),
    descend,
  );
`,
    line: 'normalized,',
  },
  {
    row: 'schedule',
    code: `
/** Linear decay: the rate falls to 0 in a straight line. */
const linear = typed({
  type: 'linear',
  title: 'Falls to 0 in a straight line',
  options: {},
  countsSteps: true,
  schedule:
    () =>
    ({ step, steps }) =>
      1 - step / steps,
});
`,
    line: 'linear,',
  },
  {
    row: 'metric',
    file: 'mean-absolute-error',
    imports: `
import { type Metric, requireLength } from './metric.js';
`,
    code: `
/** The mean absolute error of numbers; NaN before any counted. */
export function meanAbsoluteError(): Metric<[targets: ArrayLike<number>, outputs: ArrayLike<number>], number> {
  let sum = 0;
  let count = 0;
  return {
    update(targets, outputs) {
      requireLength('meanAbsoluteError', 'outputs', outputs, targets.length);
      for (let k = 0; k < targets.length; k++) sum += Math.abs(targets[k]! - outputs[k]!);
      count += targets.length;
    },
    compute: () => sum / count,
    reset() {
      sum = 0;
      count = 0;
    },
  };
}
`,
    line: 'meanAbsoluteError',
  },
  {
    row: 'metric – for `metrics` of `fit`',
    code: `
const share = typed({
  type: 'share-of-first',
  doc: 'Share of predictions of the first class.',
  options: {},
  better: 'lower',
  metric(_, width) {
    let [first, count] = [0, 0];
    return {
      update({ outputs }) {
        const predictions = argmax(outputs, width);
        first += predictions.filter((prediction) => prediction === 0).length;
        count += predictions.length;
      },
      compute: () => first / count,
      reset() {
        [first, count] = [0, 0];
      },
    };
  },
});
`,
    line: `'share-of-first': share,`,
  },
  {
    row: 'figure',
    file: 'gauge',
    imports: `
import { checkSize } from './errors.js';
import { element, figure } from './svg.js';
import { theme } from './theme.js';
`,
    code: `
/** Draws a share as a bar that is filled so far, as an SVG string. */
export function gauge({ title, share, width = 240 }: { title: string; share: number; width?: number }): string {
  const room = checkSize('width', width, 100) - 40;
  return figure({
    width,
    height: 40,
    title,
    description: \`\${title}: \${share}\`,
    body:
      element('rect', { x: 20, y: 10, width: room, height: 20, fill: theme.quiet }) +
      element('rect', { x: 20, y: 10, width: room * share, height: 20, fill: theme.series[0] }),
  });
}
`,
    line: 'gauge',
  },
  {
    row: 'recipe',
    file: 'even-numbers',
    imports: `
import { defineRecipe } from './recipe.js';
`,
    code: `
/** Which numbers are even, by what the rows of the table made. */
export const evenNumbers = defineRecipe(
  { name: 'even-numbers', summary: 'Is a number even?', unit: 'number' },
  {
    dataset: { type: 'even-numbers' },
    split: { distinct: false },
    model: { preset: 'last-token', embedding: 4 },
    optimizer: { type: 'adam' },
    learningRate: 0.1,
    schedule: { type: 'linear' },
    epochs: 10,
  },
);
`,
    name: 'evenNumbers',
    line: 'evenNumbers,',
  },
];
