import type { ReportData } from '../data.js';
import { html, type Markup, nothing } from '../html.js';

/** The exact command, and the versions it was run with. */
export function reproduce({ reproduce: how, versions = {} }: ReportData): Markup {
  const list = Object.entries(versions);
  if (how === undefined && list.length === 0) return nothing;
  return html`<section><h2>How to reproduce</h2>
    ${how === undefined ? nothing : html`<pre class="command">${words(how.command)}</pre>${how.note === undefined ? nothing : html`<p class="muted" style="margin-top:12px">${how.note}</p>`}`}
    ${list.length === 0 ? nothing : html`<h3>Versions</h3><dl>${list.map(([name, version]) => html`<dt>${name}</dt><dd>${version}</dd>`)}</dl>`}
  </section>`;
}

/** The command's words kept whole, so that "--learning-rate" is not broken at a hyphen. */
function words(command: string): Markup[] {
  return command
    .split(/(?<=\s)/)
    .map((word) => html`<span>${word.trimEnd()}</span>${word.slice(word.trimEnd().length)}`);
}
