import { count, plural } from '@rnnlab/shared';
import type { ReportData } from '../data.js';
import { elapsed } from '../format.js';
import { html, type Markup } from '../html.js';

/** What was trained, on what and how, in three short columns. */
export function facts({ dataset, model, training }: ReportData): Markup {
  const splits = (dataset.splits ?? []).map(({ name, count: size }) => `${count(size)} ${name}`).join(', ');
  const classes = dataset.classes?.length ? plural(dataset.classes.length, 'class', 'classes') : '';
  return html`<div class="facts">
    <div><h2>Dataset</h2><strong>${dataset.name}</strong>${joined([splits, classes], '; ')}</div>
    <div><h2>Model</h2><strong>${model.name}</strong>${plural(model.parameters, 'parameter')} in ${plural(model.layers.length, 'layer')}</div>
    <div><h2>Training</h2><strong>${epochs(training)}</strong>${joined([
      training?.optimizer ?? '',
      training?.seconds === undefined ? '' : elapsed(training.seconds),
      training?.engine ?? '',
    ])}</div>
  </div>`;
}

/** "20 epochs", "7 of 20 epochs", "not trained yet". */
export function epochs(training: ReportData['training']): string {
  const { epochsRun: run, epochsPlanned: planned } = training ?? {};
  if (run === undefined) return training === undefined ? 'Not trained yet' : 'Epochs not recorded';
  return planned !== undefined && planned !== run
    ? `${count(run)} of ${plural(planned, 'epoch')}`
    : plural(run, 'epoch');
}

function joined(parts: readonly string[], separator = ', '): string {
  return parts.filter((part) => part !== '').join(separator);
}
