import { count } from '@rnnlab/shared';
import type { ReportData } from '../data.js';
import { html, type Markup, nothing } from '../html.js';

/** What it was trained on. */
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
