import { count } from '@rnnlab/shared';
import type { ReportData } from '../data.js';
import { elapsed } from '../format.js';
import { html, type Markup } from '../html.js';
import { epochs } from './facts.js';

/** How it was trained. */
export function training({ training: run }: ReportData): Markup {
  if (run === undefined) return html`<div><h2>Training</h2><p class="empty">Not trained yet.</p></div>`;
  const rows: [string, string | undefined][] = [
    ['Optimizer', run.optimizer],
    ['Schedule', run.schedule],
    ['Batch', run.batch === undefined ? undefined : count(run.batch)],
    ...Object.entries(run.settings ?? {}),
    ['Epochs', epochs(run)],
    ['Best epoch', run.bestEpoch === undefined ? undefined : count(run.bestEpoch)],
    ['Stopped', run.stopped],
    ['Time', run.seconds === undefined ? undefined : elapsed(run.seconds)],
    ['Seed', run.seed === undefined ? undefined : String(run.seed)],
    ['Engine', run.engine],
  ];
  return html`<div><h2>Training</h2><dl>${rows
    .filter(([, shown]) => shown !== undefined)
    .map(([name, shown]) => html`<dt>${name}</dt><dd>${shown}</dd>`)}</dl></div>`;
}
