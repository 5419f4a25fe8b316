import { count } from '@rnnlab/shared';
import type { ReportData } from '../data.js';
import { html, type Markup } from '../html.js';

/** The layers, their output shapes and parameters. */
export function model({ model: { name, layers, parameters } }: ReportData): Markup {
  return html`<div><h2>Model: ${name}</h2><div class="scroll"><table>
    <thead><tr><th scope="col">Layer</th><th scope="col">Output</th><th scope="col" class="right">Parameters</th></tr></thead>
    <tbody>${layers.map(
      (layer) =>
        html`<tr><th scope="row">${layer.name}</th><td>${layer.output}</td><td class="right">${count(layer.parameters)}</td></tr>`,
    )}</tbody>
    <tfoot><tr><th scope="row">Total</th><td></td><td class="right">${count(parameters)}</td></tr></tfoot>
  </table></div></div>`;
}
