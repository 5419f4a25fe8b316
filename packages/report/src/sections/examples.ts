import type { ReportData } from '../data.js';
import { value } from '../format.js';
import { html, type Markup, nothing } from '../html.js';

/** Predictions as they came. */
export function examples({ examples: rows }: ReportData): Markup {
  if (rows === undefined || rows.length === 0) return nothing;
  const wrong = rows.filter((row) => row.label !== row.predicted).length;
  return html`<section><h2>Example predictions</h2>
    <p class="muted">${rows.length} examples, ${wrong} of them wrong. The probability is the model’s own.</p>
    ${exampleTable(rows)}</section>`;
}

/** Right and wrong are told apart by a word, a rule and weight, not by color alone. */
export function exampleTable(rows: NonNullable<ReportData['examples']>): Markup {
  return html`<table class="examples"><thead><tr><th scope="col"></th><th scope="col">Input</th><th scope="col">True label</th>
    <th scope="col">Predicted</th><th scope="col" class="right">Probability</th></tr></thead><tbody>${rows.map(
      (row) => {
        const right = row.label === row.predicted;
        return html`<tr class="${right ? 'right-one' : 'wrong'}"><td class="mark">${right ? '✓ right' : '✗ wrong'}</td>
        <td class="text"><div class="clamp">${row.text}</div></td><td data-name="True label">${row.label}</td>
        <td class="predicted" data-name="Predicted">${row.predicted}</td>
        <td class="right" data-name="Probability">${row.probability === undefined ? '–' : value(row.probability)}</td></tr>`;
      },
    )}</tbody></table>`;
}
