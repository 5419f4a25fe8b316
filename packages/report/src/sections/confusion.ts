import { count } from '@rnnlab/shared';
import type { ReportData } from '../data.js';
import { value } from '../format.js';
import { drawing, html, type Markup, nothing } from '../html.js';

/** Where the model goes wrong: the matrix and the pairs that are confused most. */
export function confusion({ confusion: figure, confusedPairs: pairs }: ReportData): Markup {
  if (figure === undefined && pairs === undefined) return nothing;
  return html`<section><h2>Where it goes wrong</h2>
    ${
      figure === undefined
        ? nothing
        : html`<figure class="matrix"><div class="scroll">${drawing(figure.svg, 'confusion.svg')}</div>
          ${figure.caption === undefined ? nothing : html`<figcaption>${figure.caption}</figcaption>`}</figure>`
    }
    ${pairs === undefined ? nothing : html`<h3>Most confused pairs</h3>${pairs.length === 0 ? html`<p class="empty">No confusions.</p>` : table(pairs)}`}
  </section>`;
}

function table(pairs: NonNullable<ReportData['confusedPairs']>): Markup {
  const most = Math.max(...pairs.map((pair) => pair.count));
  return html`<table><thead><tr><th scope="col">True label</th><th scope="col">Predicted</th><th scope="col" class="right">Times</th>
    <th scope="col" class="right">Of the class</th></tr></thead><tbody>${pairs.map(
      (pair) => html`<tr><td>${pair.label}</td><td>${pair.predicted}</td>
        <td class="right"><span class="meter" aria-hidden="true"><i style="width:${((pair.count / most) * 100).toFixed(1)}%"></i></span><span>${count(pair.count)}</span></td>
        <td class="right">${pair.of === undefined || pair.of === 0 ? '–' : value(pair.count / pair.of)}</td></tr>`,
    )}</tbody></table>`;
}
