import { gridLines, heatmap } from '@rnnlab/plotting';
import type { SuiteFigure } from '@rnnlab/report';
import type { Grid } from '../../suites/suite.js';
import { captionOf, type Experiments, meansOf, meansSaid } from './figure.js';

/** A grid as a heatmap, and as one line through all of its cells. */
export function gridFigures({ name, title, measure, x, y, recipe }: Grid, all: Experiments): SuiteFigure[] {
  const mean = meansOf(all);
  const values = y.values.map((row) => x.values.map((column) => mean(recipe(column, row), measure)));
  const missing = values.flat().filter((value) => !Number.isFinite(value)).length;
  if (missing === values.flat().length) return [];
  const axis = ({ label, values }: Grid['x']) => ({ label, labels: values.map(String) });
  const cells = y.values.flatMap((row) => x.values.flatMap((column) => all.get(recipe(column, row)) ?? []));
  const caption = captionOf(
    meansSaid(cells),
    missing > 0 ? `${missing} of ${values.flat().length} cells have not been run.` : '',
  );
  const grid = { x: axis(x), y: axis(y), values, highlight: 'max' as const };
  const value = { label: measure, format: '.3f' };
  return [
    {
      name,
      caption: captionOf('The best cell is framed.', caption),
      svg: heatmap({ ...grid, title, subtitle: measure, format: '.3f' }),
    },
    {
      name: `${name}-line`,
      caption: captionOf('The same, row by row.', caption),
      svg: gridLines({ ...grid, title: `${title}, cell by cell`, value, layout: 'all' }),
    },
  ];
}
