import { describe, expect, it } from 'vitest';
import { results, run } from '../../../test/results.js';
import { recipes } from '../../recipes/index.js';
import { suiteOf, suites } from '../../suites/index.js';
import { suiteFigures } from './suite-figures.js';

type Arguments = Parameters<typeof results>;

const figuresOf = (suite: string, ...given: Arguments) => suiteFigures(suiteOf(suite), results(...given));
const namesOf = (suite: string, ...given: Arguments) => figuresOf(suite, ...given).map(({ name }) => name);
const find = (name: string, suite: string, ...given: Arguments) =>
  figuresOf(suite, ...given).find((figure) => figure.name === name)!;

describe('the figures of a suite', () => {
  it('are those for which there are runs', () => {
    expect(namesOf('names', {})).toEqual([]);
    expect(namesOf('names', { 'names-batch-10': [run()] })).toEqual(['batches-loss', 'batches-accuracy']);
    const scored = run({
      labels: ['a', 'b'],
      confusion: [
        [3, 1],
        [0, 2],
      ],
    });
    expect(namesOf('names', { 'names-18': [scored] })).toEqual(['confusion-names-18']);
  });

  it('of several runs are one plot, training dashed, each with a title of its own and the unit of the loss', () => {
    const [loss, accuracy] = figuresOf('names', { 'names-batch-1': [run()], 'names-batch-10': [run()] });
    expect(loss!.svg).toContain('1, 10 and 30: loss<');
    expect(loss!.svg).toContain('loss (nats per name)');
    expect(accuracy!.svg).toContain('1, 10 and 30: accuracy<');
    const dashed = loss!.svg.match(/<path[^>]*stroke-dasharray/g);
    expect(dashed).toHaveLength(2);
    expect(loss!.caption).toContain('Dashed: training');
  });

  it('of language models have the loss of a character, whatever an example is', () => {
    const svgOf = (recipe: string, suite: string, name: string) =>
      find(name, suite, { [recipe]: [run()] }).svg;
    expect(svgOf('startrek', 'startrek', 'models-loss')).toContain('loss (nats per character)');
    expect(svgOf('names-generator', 'language-models', 'names-loss')).toContain('(nats per character)');
  });

  it('of one recipe name its model, or its name if the plot has several', () => {
    const alone = find('names-loss', 'language-models', { 'names-generator': [run()] });
    expect(alone.svg).toContain('>model of names-generator<');
    expect(find('batches-loss', 'names', { 'names-batch-10': [run()] }).svg).toContain('>batch 10<');
  });

  it('of many runs show the training loss and the validation accuracy, each in one line', () => {
    const many = { 'dbpedia-char-rnn': [run()], 'dbpedia-char-stacked-rnn': [run()] };
    const [loss, accuracy] = ['loss', 'accuracy'].map((what) => find(`cells-char-${what}`, 'dbpedia', many));
    expect(loss!.svg).toContain('training loss (nats per text)');
    expect(loss!.svg).toContain('2 × RNN: 2 points from 0.5 to 1');
    expect(accuracy!.svg).toContain('2 × RNN: 2 points from 0.2 to 0.4');
    expect(accuracy!.svg).not.toContain('stroke-dasharray');
  });

  it('have a logarithmic axis where losses span decades', () => {
    const history = [1, 0.001].map((trainLoss, k) => ({ ...run().history[k]!, trainLoss }));
    const wide = find('units-loss', 'recall', { 'recall-lstm-5': [run({ history })] });
    expect(wide.svg).toMatch(/>0\.001<.*>0\.01<.*>0\.1</);
    expect(find('units-loss', 'recall', { 'recall-lstm-5': [run()] }).svg).not.toContain('>0.1<');
  });

  it('of losses between epochs are over the examples seen', () => {
    const losses = [500, 1000].map((examples, k) => ({ examples, loss: 2 - k }));
    const { svg } = find('balanced-loss', 'names', { 'names-balanced-lstm-64x1': [run({ losses })] });
    expect(svg).toContain('thousand examples seen');
    expect(svg).toContain('1 at thousand examples seen 1.');
  });

  it('of a grid are a heatmap and a line, with what is not there yet left white', () => {
    const measures = { 'best validation accuracy': 0.625 };
    const figures = figuresOf('cifar', { 'cifar-grid-30-60': [run({ measures })] });
    expect(figures.map(({ name }) => name)).toEqual(['grid', 'grid-line']);
    expect(figures[0]!.svg).toContain('>0.625<');
    expect(figures[0]!.svg).toContain('–');
    expect(figures[0]!.caption).toContain('24 of 25 cells have not been run.');
  });

  it('of optimizers are curves in one plot, and bars with the mean over the seeds beside what is reported', () => {
    const measure = 'best validation accuracy';
    const seeds = [0.5, 0.6].map((value) => run({ measures: { [measure]: value } }));
    const given: Arguments = [{ 'cifar-adam': seeds }, { 'cifar-adam': [{ measure, reported: 0.5465 }] }];
    expect(namesOf('cifar', ...given)).toEqual(['optimizers-best', 'optimizers-loss', 'optimizers-accuracy']);
    const { svg, caption } = find('optimizers-best', 'cifar', ...given);
    expect(svg).toContain('0.550');
    expect(svg).toContain('reported 0.546');
    expect(caption).toContain('Bars are means over the seeds');
  });

  it('of lengths have both losses together, each the mean over the seeds that have a length', () => {
    const scores = (length: number, exact: number) => ({ length, bits: 1, exact, count: 10 });
    const bce = [
      run({ lengths: [scores(1, 1), scores(2, 0.25)] }),
      run({ lengths: [scores(2, 0.75), scores(3, 0.5)] }),
    ];
    const given = {
      'binary-addition-lstm-5-bce-3': bce,
      'binary-addition-lstm-5-mse-3': [run({ lengths: [scores(1, 0)] })],
    };
    expect(namesOf('binary-addition', given)).toEqual(['lengths-bits', 'lengths-exact']);
    const { svg } = find('lengths-exact', 'binary-addition', given);
    expect(svg).toContain('3 bits, cross-entropy: 3 points from 0.5 to 1, 0.5 at');
    expect(svg).toContain('3 bits, mean squared error: 1 points');
  });

  it('of sequences mark the position of the label, and wrong bits of sums', () => {
    const recall = run({
      settings: { dataset: { type: 'sequence-recall', nth: 2 } } as never,
      samples: [{ text: '3 7 1', label: '7', predicted: '1' }],
    });
    const { svg } = find('sequences-recall-lstm-2', 'recall', { 'recall-lstm-2': [recall] });
    expect(svg).toMatch(/3 7 1: [\w ]+ 7, prediction 1/);
    const addition = run({
      settings: { dataset: { type: 'binary-addition' } } as never,
      samples: [{ text: '11 + 01', label: '100', predicted: '000' }],
    });
    const sum = find('sequences-binary-addition-lstm-3-bce-3', 'binary-addition', {
      'binary-addition-lstm-3-bce-3': [addition],
    });
    expect(sum.svg).toMatch(/1 1 and 0 1: [a-z ]+ 1 0 0, prediction 0 0 0/);
    expect(sum.svg).toContain('1 wrong');
  });
});

describe('the figure of the padding', () => {
  const accuracies = (rnn: number, read: number) => ({
    'dbpedia-word-rnn': rnn,
    'dbpedia-word-rnn-padded': read,
    'dbpedia-word-lstm': 0.9,
    'dbpedia-word-lstm-padded': 0.4,
  });
  const captionOf = (values: Record<string, number>) =>
    find(
      'padding-bars',
      'dbpedia',
      Object.fromEntries(
        Object.entries(values).map(([recipe, value]) => [
          recipe,
          [run({ measures: { 'test accuracy': value } })],
        ]),
      ),
    ).caption;

  it('describes the numbers in two sentences, whatever they are', () => {
    expect(captionOf(accuracies(0.5, 0.125))).toMatch(
      /RNN is right on \.500 of the test texts and the LSTM on \.900; .* \.125 and \.400, .* \.071\. Reading it costs \.375 and \.500: .* RNN does worse/,
    );
    expect(captionOf(accuracies(0.3, 0.3))).toContain('So the padding does not explain');
  });

  it('is empty where runs are missing', () => {
    expect(captionOf({ 'dbpedia-word-rnn': 0.5 })).not.toContain('masked');
  });
});

it('every figure draws recipes that there are, and no two of a suite have one name', () => {
  for (const suite of Object.values(suites)) {
    const plots = [...suite.curves, ...(suite.losses ?? []), ...(suite.bars ?? [])];
    const drawn = [
      ...plots.flatMap((plot) => Object.keys(plot.recipes)),
      ...(suite.lengths ?? []).flatMap(({ pairs }) => Object.values(pairs).flatMap(Object.values)),
      ...(suite.confusions ?? []),
      ...(suite.images ?? []),
      ...(suite.features ?? []).map(({ recipe }) => recipe),
      ...Object.keys(suite.sequences ?? {}),
      ...(suite.samples ?? []),
    ];
    for (const recipe of drawn) expect(Object.keys(recipes), recipe).toContain(recipe);
    const all = results(Object.fromEntries(drawn.map((recipe) => [recipe, [run()]])));
    const names = suiteFigures(suite, all).map(({ name }) => name);
    expect(new Set(names).size, suite.name).toBe(names.length);
  }
});
