import type { ReportData } from '../data.js';
import { plain } from '../format.js';
import { html, type Markup, nothing } from '../html.js';

/** Every epoch's numbers, folded away. */
export function history({ history: table }: ReportData): Markup {
  if (table === undefined || table.rows.length === 0) return nothing;
  const { columns, rows } = table;
  return html`<section><h2>History</h2><details><summary>All ${rows.length === 1 ? 'numbers of the one epoch' : `${rows.length} epochs`}</summary><div class="scroll"><table>
    <thead><tr>${columns.map((name) => html`<th scope="col" class="right">${name}</th>`)}</tr></thead>
    <tbody>${rows.map(
      (row) => html`<tr>${columns.map((_, i) => html`<td class="right">${cell(row[i])}</td>`)}</tr>`,
    )}</tbody></table></div></details></section>`;
}

function cell(content: number | string | null | undefined): string {
  if (content === null || content === undefined) return '–';
  return typeof content === 'number' ? plain(content) : content;
}
