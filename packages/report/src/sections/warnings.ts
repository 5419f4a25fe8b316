import type { ReportData } from '../data.js';
import { html, type Markup, nothing } from '../html.js';
import { epochs } from './facts.js';

/** What limits the numbers: an interrupted run first, then the warnings of the run. */
export function warnings({ warnings: list = [], training }: ReportData): Markup {
  const reason = training?.stopped === undefined ? '' : ` (${training.stopped})`;
  const interrupted = training?.interrupted
    ? html`<div class="note" role="note"><strong>Interrupted run.</strong> It ended after ${epochs(training)}${reason}. What
      follows is what it had reached by then.</div>`
    : nothing;
  if (list.length === 0) return interrupted;
  return html`${interrupted}<div class="note" role="note"><strong>Please note</strong><ul>${list.map((line) => html`<li>${line}</li>`)}</ul></div>`;
}
