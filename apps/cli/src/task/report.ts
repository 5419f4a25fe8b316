import type { RunDirectory } from '@rnnlab/trainer';
import { renderReport } from '../report/render.js';
import { drawFigures, writeFigures } from './figures.js';
import { modelName } from './model-name.js';
import { type ReportSource, reportData } from './report-data.js';
import { samplesOf } from './samples.js';

/** Makes the figures and `report.html` of a run. */
export async function writeReport({
  run,
  ...source
}: Omit<ReportSource, 'figures' | 'samples'> & { run: RunDirectory }): Promise<void> {
  const { config, history, result, labels } = source;
  const title = `${modelName(config.spec)} on ${config.data.name}`;
  const figures = drawFigures(
    title,
    history,
    result.bestEpoch,
    labels,
    result.test,
    config.settings.loss.type,
  );
  await writeFigures(run, figures);
  const samples = await samplesOf(run);
  await run.write('report.html', renderReport(reportData({ ...source, samples, figures })));
}
