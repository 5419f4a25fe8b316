import { renderReport } from '@rnnlab/report';
import type { RunDirectory } from '@rnnlab/trainer';
import type { Settings } from '../recipes/recipe.js';
import { drawFigures, writeFigures } from './figures.js';
import { tokenUnit } from './language-rows.js';
import { modelName } from './model-name.js';
import { type ReportSource, reportData } from './report-data.js';
import type { Result } from './result.js';
import { samplesOf } from './samples.js';

function lossUnit(settings: Settings, { test }: Result): string {
  if (settings.loss.type === 'mean-squared-error') return 'mean squared error';
  return `nats per ${test.language ? tokenUnit(settings) : 'decision'}`;
}

/** Makes the figures and `report.html` of a run. */
export async function writeReport(
  directory: RunDirectory,
  source: Omit<ReportSource, 'figures' | 'samples'>,
): Promise<void> {
  const { config, history, result, labels } = source;
  const title = `${modelName(config.spec)} on ${config.data.name}`;
  const figures = drawFigures(
    title,
    history,
    result.bestEpoch,
    labels,
    result.test,
    lossUnit(config.settings, result),
  );
  await writeFigures(directory, figures);
  const samples = await samplesOf(directory);
  await directory.write('report.html', renderReport(reportData({ ...source, samples, figures })));
}
