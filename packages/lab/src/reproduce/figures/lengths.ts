import { lineChart } from '@rnnlab/plotting';
import type { SuiteFigure } from '@rnnlab/report';
import type { Lengths } from '../../suites/suite.js';
import type { ExperimentResults } from '../suite-results.js';
import { captionOf, type Experiments, meansSaid } from './figure.js';

/** Accuracy over the length of the numbers: of single bits, and of whole sums. */
export function lengthFigures(lengths: Lengths, all: Experiments): SuiteFigure[] {
  const lines = Object.entries(lengths.pairs).flatMap(([name, pair]) =>
    (['solid', 'dashed'] as const).flatMap((style) => {
      const experiment = all.get(pair[style]);
      return experiment ? [{ name, style, experiment }] : [];
    }),
  );
  if (lines.length === 0) return [];
  const experiments = lines.map(({ experiment }) => experiment);
  const { solid, dashed } = lengths;
  const figure = (key: 'bits' | 'exact', what: string): SuiteFigure => ({
    name: `${lengths.name}-${key}`,
    caption: captionOf(
      key === 'bits'
        ? 'Each length is tested on numbers drawn for it.'
        : 'One wrong bit makes a whole sum wrong.',
      `Solid: ${solid}. Dashed: ${dashed}.`,
      meansSaid(experiments),
    ),
    svg: lineChart({
      title: `${lengths.title}: ${what} by length`,
      x: { label: 'length of the numbers (bits)' },
      y: { label: `share of ${what} that are right` },
      series: lines.map(({ name, style, experiment }) => ({
        name: `${name}, ${lengths[style]}`,
        group: name,
        dashed: style === 'dashed',
        points: meanOver(experiment, key),
      })),
      styles: { solid, dashed },
    }),
  });
  return [figure('bits', 'bits'), figure('exact', 'whole sums')];
}

/** The mean of a score over the runs that have it, for each length. */
function meanOver({ runs }: ExperimentResults, key: 'bits' | 'exact'): [number, number][] {
  const scores = new Map<number, number[]>();
  for (const run of runs) {
    for (const one of run.lengths ?? []) {
      scores.set(one.length, [...(scores.get(one.length) ?? []), one[key]]);
    }
  }
  return [...scores]
    .sort(([a], [b]) => a - b)
    .map(([length, values]) => [length, values.reduce((sum, value) => sum + value, 0) / values.length]);
}
