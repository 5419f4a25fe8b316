import type { ReportData } from '../data.js';
import { drawing, html, type Markup, nothing } from '../html.js';

/** The training curves. */
export function curves({ curves: figures = [], training }: ReportData): Markup {
  const body =
    figures.length === 0
      ? html`<p class="empty">${training?.epochsRun ? 'No curves were recorded.' : 'No curves yet: no epoch has been finished.'}</p>`
      : figures.map(
          (
            { svg, caption },
            i,
          ) => html`<figure class="curve"><div class="scroll">${drawing(svg, `curves[${i}].svg`)}</div>
            ${caption === undefined ? nothing : html`<figcaption>${caption}</figcaption>`}</figure>`,
        );
  return html`<section><h2>Learning curves</h2>${body}</section>`;
}
