import { count } from '@rnnlab/shared';
import type { ReportData } from './data.js';
import { elapsed } from './format.js';
import { html, nothing, page } from './html.js';
import { classes, confusion, examples, headline, samples } from './results.js';
import { curves, dataset, epochs, facts, history, model, reproduce, training, warnings } from './training.js';

/**
 * Renders the report of one training run as a single HTML file: figures, tables and style are inlined, it runs no script and
 * loads nothing.
 *
 * @throws {Error} When a figure is not an SVG element or has a script.
 */
export function renderReport(data: ReportData): string {
  const body = [headline, facts, warnings, curves, confusion, classes, examples, samples].map((section) =>
    section(data),
  );
  return page(
    data.title,
    html`<header>
<div class="eyebrow">RNNLab report${data.date === undefined ? nothing : `, ${data.date}`}</div>
<h1>${data.title}</h1>
<p class="summary">${data.summary ?? summary(data)}</p>
</header>
${body}
<section class="columns wide-left">${model(data)}${training(data)}</section>
${dataset(data)}
${history(data)}
${reproduce(data)}`,
  );
}

/** "LSTM-128 with 84,370 parameters, trained for 20 epochs on names in 52 s." */
function summary({ model, dataset, training: run }: ReportData): string {
  const size = `${model.name} with ${count(model.parameters)} parameters`;
  if (run?.epochsRun === undefined) return `${size}, for ${dataset.name}.`;
  const time = run.seconds === undefined ? '' : ` in ${elapsed(run.seconds)}`;
  return `${size}, trained for ${epochs(run)} on ${dataset.name}${time}.`;
}
