import { count } from '@rnnlab/shared';
import type { ClassRow, ReportData } from '../data.js';
import { html, type Markup, nothing } from '../html.js';

/** Precision, recall and F1 of every class, with their unweighted mean at the foot. */
export function classes({ classes: rows }: ReportData): Markup {
  if (rows === undefined || rows.length === 0) return nothing;
  const mean = (pick: (row: ClassRow) => number) =>
    rows.reduce((sum, row) => sum + pick(row), 0) / rows.length;
  return html`<section><h2>Per class</h2><div class="scroll"><table>
    <thead><tr><th scope="col">Class</th><th scope="col" class="right">Precision</th><th scope="col" class="right">Recall</th>
    <th scope="col" class="right">F1</th><th scope="col" class="right">Examples</th></tr></thead>
    <tbody>${rows.map(
      (row) => html`<tr><th scope="row">${row.label}</th><td class="right">${share(row.precision)}</td>
        <td class="right">${share(row.recall)}</td><td class="right">${meter(row.f1)}<span>${share(row.f1)}</span></td>
        <td class="right">${count(row.support)}</td></tr>`,
    )}</tbody>
    <tfoot><tr><th scope="row">Mean over classes</th><td class="right">${share(mean((row) => row.precision))}</td>
    <td class="right">${share(mean((row) => row.recall))}</td><td class="right">${share(mean((row) => row.f1))}</td>
    <td class="right">${count(rows.reduce((sum, row) => sum + row.support, 0))}</td></tr></tfoot>
  </table></div></section>`;
}

function share(number: number): string {
  return Number.isFinite(number) ? number.toFixed(3) : '–';
}

function meter(number: number): Markup {
  if (!Number.isFinite(number)) return nothing;
  const width = Math.max(0, Math.min(1, number)) * 100;
  return html`<span class="meter" aria-hidden="true"><i style="width:${width.toFixed(1)}%"></i></span>`;
}
