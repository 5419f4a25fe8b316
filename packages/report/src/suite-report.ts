import type { ExampleRow } from './data.js';
import { drawing, html, type Markup, nothing, page } from './html.js';
import { exampleTable } from './results.js';

/** What the report of several experiments shows, in the order in which it shows it. */
export interface SuiteReportData {
  title: string;
  /** One sentence: what is asked. */
  summary: string;
  /** Which publication the experiments are from, if they are from one. */
  source?: string;
  /** What a reader must know before trusting the numbers: a heading and a sentence. */
  warning?: { title: string; text: string };
  /** Numbers beside those of others; all columns but the first two are aligned to the right. */
  results: { columns: readonly string[]; rows: readonly (readonly string[])[]; note?: string };
  figures: readonly SuiteFigure[];
  /** Examples with their labels and predictions, of some experiments. */
  examples: readonly { title: string; rows: readonly ExampleRow[] }[];
  /** What language models wrote. */
  written: readonly WrittenTexts[];
  /** Remarks under headings of their own. */
  notes: readonly SuiteNotes[];
  /** Where the numbers come from, a sentence each. */
  origins: readonly string[];
}

export interface SuiteFigure {
  /** Of its file. */
  name: string;
  /** What it shows, in a sentence or two. */
  caption: string;
  /** An `<svg>` element. */
  svg: string;
}

export interface WrittenTexts {
  title: string;
  text: string;
  /** What it wrote on the way, folded away. */
  epochs: readonly { epoch: number; text: string }[];
}

export interface SuiteNotes {
  title: string;
  /** What is said, and of which experiments. */
  items: readonly { recipes: readonly string[]; text: string }[];
}

/**
 * Several experiments as a single HTML file: figures, tables and style are all inside it, it runs no script and loads
 * nothing.
 *
 * @throws Error where a figure is not an SVG element or holds a script
 */
export function renderSuite(data: SuiteReportData): string {
  const { title, summary, source, warning, results, figures, examples, written, notes, origins } = data;
  return page(
    title,
    html`<header>
<div class="eyebrow">RNNLab${source === undefined ? nothing : `, reproduced from ${source}`}</div>
<h1>${title}</h1>
<p class="summary">${summary}</p>
</header>
${warning === undefined ? nothing : html`<div class="note"><strong>${warning.title}</strong> ${warning.text}</div>`}
${table(results)}
${
  figures.length === 0
    ? nothing
    : html`<section><h2>Figures</h2>${figures.map(
        ({ name, svg, caption }) =>
          html`<figure><div class="scroll">${drawing(svg, name)}</div><figcaption class="muted small">${caption}</figcaption></figure>`,
      )}</section>`
}
${examples.map(({ title, rows }) => html`<section><h2>${title}</h2>${exampleTable(rows)}</section>`)}
${written.map(writtenTexts)}
${notes
  .filter(({ items }) => items.length > 0)
  .map(
    ({ title, items }) =>
      html`<section><h2>${title}</h2>${items.map(
        ({ recipes, text }) => html`<p><strong>${recipes.join(', ')}</strong><br />${text}</p>`,
      )}</section>`,
  )}
<section><h2>Origin</h2><ul>${origins.map((text) => html`<li>${text}</li>`)}</ul></section>`,
  );
}

function table({ columns, rows, note }: SuiteReportData['results']): Markup {
  const right = (k: number): string => (k >= 2 ? 'right nowrap' : '');
  return html`<section class="first"><h2>Results</h2><div class="scroll"><table>
<thead><tr>${columns.map((name, k) => html`<th scope="col" class="${right(k)}">${name}</th>`)}</tr></thead>
<tbody>${rows.map(
    (row) => html`<tr>${row.map((cell, k) => html`<td class="${right(k)}">${cell}</td>`)}</tr>`,
  )}</tbody></table></div>
${note === undefined ? nothing : html`<p class="muted small">${note}</p>`}</section>`;
}

const writtenTexts = ({ title, text, epochs }: WrittenTexts): Markup =>
  html`<section><h2>${title}</h2><pre>${text}</pre>
${
  epochs.length === 0
    ? nothing
    : html`<details><summary>While it was trained, epoch by epoch</summary>${epochs.map(
        (one) => html`<h3>Epoch ${one.epoch}</h3><pre>${one.text}</pre>`,
      )}</details>`
}</section>`;
