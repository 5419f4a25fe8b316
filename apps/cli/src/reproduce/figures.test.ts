import { describe, expect, it } from 'vitest';
import { recipes } from '../recipes/index.js';
import { suiteOf } from '../suites/index.js';
import { suiteFigures } from './figures.js';
import type { ExperimentResults, RunResults, SuiteResults } from './results.js';

const run = (more: Partial<RunResults>): RunResults =>
  ({
    seed: 1,
    measures: {},
    history: [1, 2].map((epoch) => ({
      epoch,
      step: epoch,
      learningRate: 1,
      trainLoss: 1 / epoch,
      trainAccuracy: epoch / 4,
      validationLoss: 2 / epoch,
      validationAccuracy: epoch / 5,
    })),
    ...more,
  }) as RunResults;

const results = (runs: Record<string, RunResults[]>): SuiteResults =>
  ({
    experiments: Object.entries(runs).map(
      ([recipe, own]) => ({ recipe, summary: recipe, runs: own }) as ExperimentResults,
    ),
  }) as SuiteResults;

const namesOf = (suite: string, runs: Record<string, RunResults[]>) =>
  suiteFigures(suiteOf(suite), results(runs)).map(({ name }) => name);

describe('the figures of a suite', () => {
  it('are those for which there are runs', () => {
    expect(namesOf('names', {})).toEqual([]);
    expect(namesOf('names', { 'names-batch-10': [run({})] })).toEqual(['batches-loss', 'batches-accuracy']);
    const scored = run({
      labels: ['a', 'b'],
      confusion: [
        [3, 1],
        [0, 2],
      ],
    });
    expect(namesOf('names', { 'names-18': [scored] })).toEqual(['confusion-names-18']);
  });

  it('of a grid are a heatmap and a line, with what is not there yet left white', () => {
    const measures = { 'best validation accuracy': 0.625 };
    const figures = suiteFigures(suiteOf('cifar'), results({ 'cifar-grid-30-60': [run({ measures })] }));
    expect(figures.map(({ name }) => name)).toEqual(['grid', 'grid-line']);
    const cells = figures[0]!.svg.match(/0\.625/g) ?? [];
    expect(cells.length).toBeGreaterThan(0);
    expect(figures[0]!.svg).toContain('–');
  });

  it('of optimisers are curves in one plot, and bars with the mean over the seeds', () => {
    const seeds = [0.5, 0.6].map((value) => run({ measures: { 'best validation accuracy': value } }));
    const figures = suiteFigures(suiteOf('cifar'), results({ 'cifar-adam': seeds }));
    expect(figures.map(({ name }) => name)).toEqual([
      'optimisers-loss',
      'optimisers-accuracy',
      'optimisers-best',
    ]);
    expect(figures[2]!.svg).toContain('0.550');
  });

  it('of lengths are the mean over the seeds', () => {
    const seeds = [0.25, 0.75].map((exact) =>
      run({ lengths: [1, 2].map((length) => ({ length, bits: 1, exact, count: 10 })) }),
    );
    const figures = suiteFigures(
      suiteOf('binary-addition'),
      results({ 'binary-addition-lstm-5-bce-3': seeds }),
    );
    expect(figures.map(({ name }) => name)).toEqual(['lengths-bce-bits', 'lengths-bce-exact']);
    expect(figures[1]!.svg).toContain('0.5 at bits of each number 2');
  });
});

it('every figure draws recipes that there are', () => {
  for (const name of ['names', 'mnist-rows', 'recall', 'binary-addition', 'cifar', 'dbpedia']) {
    const suite = suiteOf(name);
    const plots = [...suite.curves, ...(suite.lengths ?? []), ...(suite.bars ?? [])];
    const drawn = [...plots.flatMap(({ recipes }) => Object.keys(recipes)), ...(suite.confusions ?? [])];
    for (const recipe of drawn) expect(Object.keys(recipes), recipe).toContain(recipe);
  }
});
