import { barChart } from '@rnnlab/plotting';
import type { SuiteFigure } from '@rnnlab/report';
import type { Bars } from '../../suites/suite.js';
import { statistics } from '../statistics.js';
import { captionOf, chosen, type Experiments, meansOf, valuesOf } from './figure.js';

/** A measure of several recipes, with a mark where the reported value is. */
export function barFigure(bars: Bars, all: Experiments): SuiteFigure[] {
  const { measure } = bars;
  const drawn = chosen(bars, all).map(([label, experiment]) => {
    const { mean, spread } = statistics(valuesOf(experiment, measure));
    const reported = experiment.rows.find((row) => row.measure === measure)?.reported;
    return {
      label,
      value: mean,
      ...(spread !== undefined && { low: mean - spread, high: mean + spread }),
      ...(reported !== undefined && { reference: reported }),
    };
  });
  if (drawn.length === 0) return [];
  const svg = barChart({
    title: bars.title,
    bars: drawn,
    value: { label: measure, format: '.3f' },
    reference: { label: 'reported' },
    highlight: 'max',
    width: 720,
  });
  const caption = captionOf(
    drawn.some(({ low }) => low !== undefined)
      ? 'Bars are means over the seeds, their ends one standard deviation to either side.'
      : '',
    bars.caption?.(meansOf(all)) ?? '',
  );
  return [{ name: bars.name, caption, svg }];
}
