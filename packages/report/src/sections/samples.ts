import type { ReportData } from '../data.js';
import { html, type Markup, nothing } from '../html.js';

/** Text that the model wrote. */
export function samples({ samples: list }: ReportData): Markup {
  if (list === undefined || list.length === 0) return nothing;
  return html`<section><h2>Written by the model</h2>${list.map(
    ({ label, text }) => html`${label === undefined ? nothing : html`<h3>${label}</h3>`}<pre>${text}</pre>`,
  )}</section>`;
}
