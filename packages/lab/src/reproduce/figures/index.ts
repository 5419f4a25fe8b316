import type { SuiteFigure } from '@rnnlab/report';
import type { Suite } from '../../suites/suite.js';
import type { SuiteResults } from '../suite-results.js';
import { barFigure } from './bars.js';
import { confusionFigure } from './confusion.js';
import { curveFigures } from './curves.js';
import { gridFigures } from './grid.js';
import { lengthFigures } from './lengths.js';
import { lossFigure } from './losses.js';
import { sequenceFigure } from './sequences.js';

/** Every figure of a suite that its results are enough for, and for which there are runs. */
export function suiteFigures(suite: Suite, { experiments }: SuiteResults): SuiteFigure[] {
  const all = new Map(experiments.map((experiment) => [experiment.recipe, experiment]));
  return [
    ...(suite.bars ?? []).flatMap((bars) => barFigure(bars, all)),
    ...(suite.grids ?? []).flatMap((grid) => gridFigures(grid, all)),
    ...(suite.lengths ?? []).flatMap((lengths) => lengthFigures(lengths, all)),
    ...suite.curves.flatMap((curves) => curveFigures(curves, all)),
    ...(suite.losses ?? []).flatMap((plot) => lossFigure(plot, all)),
    ...(suite.confusions ?? []).flatMap((recipe) => confusionFigure(all.get(recipe))),
    ...Object.entries(suite.sequences ?? {}).flatMap(([recipe, name]) =>
      sequenceFigure(all.get(recipe), name),
    ),
  ];
}
