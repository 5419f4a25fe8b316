import { count, plural } from '@rnnlab/shared';
import type { ReportData } from './data.js';
import { elapsed, plain } from './format.js';
import { drawing, html, type Markup, nothing } from './html.js';

/** Dataset, model and training in three short columns. */
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

/** The warnings: that the run was interrupted, then those of the data. */
export function warnings({ warnings: list = [], training }: ReportData): Markup {
  const reason = training?.stopped === undefined ? '' : ` (${training.stopped})`;
  const interrupted = training?.interrupted
    ? html`<div class="note" role="note"><strong>Interrupted run.</strong> It ended after ${epochs(training)}${reason}. The
      results are those reached by then.</div>`
    : nothing;
  if (list.length === 0) return interrupted;
  return html`${interrupted}<div class="note" role="note"><strong>Warnings</strong><ul>${list.map((line) => html`<li>${line}</li>`)}</ul></div>`;
}

/** The section of the learning curves. */
export function curves({ curves: figures = [], training }: ReportData): Markup {
  const body =
    figures.length === 0
      ? html`<p class="empty">${training?.epochsRun ? 'No curves were recorded.' : 'No curves yet: no epoch has been finished.'}</p>`
      : figures.map(
          (
            { svg, caption },
            i,
          ) => html`<figure class="curve"><div class="scroll">${drawing(svg, `curves[${i}].svg`)}</div>
            ${caption === undefined ? nothing : html`<figcaption>${caption}</figcaption>`}</figure>`,
        );
  return html`<section><h2>Learning curves</h2>${body}</section>`;
}

/** The table of layers with their output shapes and parameters. */
export function model({ model: { name, layers, parameters } }: ReportData): Markup {
  return html`<div><h2>Model: ${name}</h2><div class="scroll"><table>
    <thead><tr><th scope="col">Layer</th><th scope="col">Output shape</th><th scope="col" class="right">Parameters</th></tr></thead>
    <tbody>${layers.map(
      (layer) =>
        html`<tr><th scope="row">${layer.name}</th><td>${layer.output}</td><td class="right">${count(layer.parameters)}</td></tr>`,
    )}</tbody>
    <tfoot><tr><th scope="row">Total</th><td></td><td class="right">${count(parameters)}</td></tr></tfoot>
  </table></div></div>`;
}

/** The hyperparameters of the training. */
export function training({ training: run }: ReportData): Markup {
  if (run === undefined) return html`<div><h2>Training</h2><p class="empty">Not trained yet.</p></div>`;
  const rows: [string, string | undefined][] = [
    ['Optimizer', run.optimizer],
    ['Learning-rate schedule', run.schedule],
    ['Batch size', run.batch === undefined ? undefined : count(run.batch)],
    ...Object.entries(run.settings ?? {}),
    ['Epochs', epochs(run)],
    ['Best epoch', run.bestEpoch === undefined ? undefined : count(run.bestEpoch)],
    ['Stopped', run.stopped],
    ['Time', run.seconds === undefined ? undefined : elapsed(run.seconds)],
    ['Random seed', run.seed === undefined ? undefined : String(run.seed)],
    ['Engine', run.engine],
  ];
  return html`<div><h2>Training</h2><dl>${rows
    .filter(([, shown]) => shown !== undefined)
    .map(([name, shown]) => html`<dt>${name}</dt><dd>${shown}</dd>`)}</dl></div>`;
}

/** The section of the dataset and its splits. */
export function dataset({ dataset: data }: ReportData): Markup {
  const { splits = [], classes = [], unit = 'examples' } = data;
  return html`<section><h2>Dataset: ${data.name}</h2>
    ${data.description === undefined ? nothing : html`<p>${data.description}</p>`}
    <dl>${splits.map(({ name, count: size }) => html`<dt>${name.charAt(0).toUpperCase() + name.slice(1)}</dt><dd>${count(size)} ${unit}</dd>`)}
    ${classes.length === 0 ? nothing : html`<dt>Classes</dt><dd>${classes.length}: ${classes.join(', ')}</dd>`}
    ${data.license === undefined ? nothing : html`<dt>License</dt><dd>${data.license}</dd>`}
    ${data.source === undefined ? nothing : html`<dt>Source</dt><dd>${link(data.source)}</dd>`}</dl></section>`;
}

function link(source: string): Markup | string {
  return /^https?:\/\/\S+$/.test(source) ? html`<a href="${source}" rel="noreferrer">${source}</a>` : source;
}

/** The section of the metrics of every epoch, collapsed. */
export function history({ history: table }: ReportData): Markup {
  if (table === undefined || table.rows.length === 0) return nothing;
  const { columns, rows } = table;
  return html`<section><h2>History</h2><details><summary>All ${rows.length === 1 ? 'metrics of the one epoch' : `${rows.length} epochs`}</summary><div class="scroll"><table>
    <thead><tr>${columns.map((name) => html`<th scope="col" class="right">${name}</th>`)}</tr></thead>
    <tbody>${rows.map(
      (row) => html`<tr>${columns.map((_, i) => html`<td class="right">${cell(row[i])}</td>`)}</tr>`,
    )}</tbody></table></div></details></section>`;
}

function cell(content: number | string | null | undefined): string {
  if (content === null || content === undefined) return '–';
  return typeof content === 'number' ? plain(content) : content;
}

/** The section of the command and the package versions that reproduce the run. */
export function reproduce({ reproduce: how, versions = {} }: ReportData): Markup {
  const list = Object.entries(versions);
  if (how === undefined && list.length === 0) return nothing;
  return html`<section><h2>How to reproduce</h2>
    ${how === undefined ? nothing : html`<pre class="command">${words(how.command)}</pre>${how.note === undefined ? nothing : html`<p class="muted" style="margin-top:12px">${how.note}</p>`}`}
    ${list.length === 0 ? nothing : html`<h3>Versions</h3><dl>${list.map(([name, version]) => html`<dt>${name}</dt><dd>${version}</dd>`)}</dl>`}
  </section>`;
}

/** Wraps the words of a command, so that "--learning-rate" is not broken at a hyphen. */
function words(command: string): Markup[] {
  return command
    .split(/(?<=\s)/)
    .map((word) => html`<span>${word.trimEnd()}</span>${word.slice(word.trimEnd().length)}`);
}
