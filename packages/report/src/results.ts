import { count } from '@rnnlab/shared';
import type { ClassRow, Headline, ReportData, ResultRow } from './data.js';
import { interval, value } from './format.js';
import { drawing, html, type Markup, nothing } from './html.js';

/** Number of rows that fit beside the headline result; more are placed below it. */
const BESIDE = 6;

/** The section of the headline result with its baseline, and the further results beside it. */
export function headline({ results }: ReportData): Markup {
  const rows = results?.rows ?? [];
  if (results?.headline === undefined && rows.length === 0) {
    return html`<section class="first"><p class="empty">No results yet: the model has not been evaluated.</p></section>`;
  }
  const main = results?.headline;
  const worse = main !== undefined && verdict(main) !== 'better';
  const className = [
    'headline',
    worse ? 'worse' : '',
    rows.length === 0 ? 'single' : rows.length > BESIDE ? 'stacked' : '',
  ]
    .filter((name) => name !== '')
    .join(' ');
  return html`<section class="first" aria-label="Results"><div class="${className}">
    ${main === undefined ? html`<div><p class="empty">No headline result.</p></div>` : number(main)}
    ${rows.length === 0 ? nothing : html`<div>${headlineTable(rows)}</div>`}
  </div></section>`;
}

/** Compares a result with its baseline: better only if the whole confidence interval is. */
export function verdict({
  value: reached,
  baseline,
  interval: range,
  better = 'higher',
}: Headline): 'better' | 'unclear' | 'worse' {
  if (baseline === undefined) return 'better';
  const sign = better === 'higher' ? 1 : -1;
  const worstEnd = Math.min(...(range ?? [reached]).map((end) => sign * end));
  if (worstEnd > sign * baseline.value) return 'better';
  return sign * reached > sign * baseline.value ? 'unclear' : 'worse';
}

function number(main: Headline): Markup {
  const { name, value: reached, format = 'percent', interval: range, count: size, unit = 'examples' } = main;
  const measured = [
    range === undefined ? '' : `95% confidence interval ${interval(range, format)}`,
    size === undefined ? '' : `on ${count(size)} ${unit}`,
  ].filter((part) => part !== '');
  return html`<div>
    <div class="name">${sentence(name)}</div>
    <div class="number">${value(reached, format)}</div>
    <div class="muted">${measured.join(', ')}</div>
    ${scale(main)}
    ${main.baseline === undefined ? nothing : against(main)}
  </div>`;
}

function against(main: Headline): Markup {
  const { value: reached, format = 'percent', baseline, better = 'higher' } = main;
  if (baseline === undefined) return nothing;
  const distance = Math.abs(reached - baseline.value);
  const amount = format === 'percent' ? `${(distance * 100).toFixed(1)} points` : value(distance, format);
  const side =
    reached === baseline.value ? 'no different from' : reached > baseline.value ? 'above' : 'below';
  const lead = reached === baseline.value ? side : `${amount} ${side}`;
  const doubt = {
    better: better === 'lower' ? ' Lower is better.' : '',
    unclear: ' The confidence interval includes the baseline: not significantly better.',
    worse: ` This is not better than the baseline (${better} is better).`,
  }[verdict(main)];
  return html`<p class="against"><strong>${sentence(lead)}</strong> the baseline of ${value(baseline.value, format)}
    (${baseline.name}).${doubt}</p>`;
}

/** A bar from 0 with the interval on it and a dotted rule at the baseline. */
function scale({ value: reached, format = 'percent', interval: range, baseline }: Headline): Markup {
  // An unbounded number has no meaning as a length, unless there is another to compare with.
  if (format === 'number' && baseline === undefined) return nothing;
  const all = [reached, baseline?.value ?? 0, ...(range ?? [])];
  if (!all.every((end) => Number.isFinite(end) && end >= 0)) return nothing;
  const top = format === 'percent' ? 1 : Math.max(...all) * 1.1;
  if (!(top > 0)) return nothing;
  const at = (end: number) => `${(Math.min(1, end / top) * 100).toFixed(2)}%`;
  const share = baseline === undefined ? 0 : baseline.value / top;
  const side = share < 0.22 ? '' : share > 0.78 ? 'before' : 'middle';
  return html`<div class="scale" aria-hidden="true">
    <i class="track"></i><i class="fill" style="width:${at(reached)}"></i>
    ${
      range === undefined
        ? nothing
        : html`<i class="band" style="left:${at(range[0])};width:${((Math.min(range[1], top) - range[0]) / top) * 100}%"></i>`
    }
    ${
      baseline === undefined
        ? nothing
        : html`<i class="tick" style="left:${at(baseline.value)}"></i><span class="${side}"
          style="left:${at(baseline.value)}">baseline ${value(baseline.value, format)}</span>`
    }
  </div>`;
}

function headlineTable(rows: readonly ResultRow[]): Markup {
  return html`<table><caption>Further results</caption><tbody>${rows.map(
    (row) =>
      html`<tr><th scope="row">${row.name}${
        row.note === undefined ? nothing : html`<br /><span class="muted small">${row.note}</span>`
      }</th><td class="right"><strong>${value(row.value, row.format)}</strong>${
        row.interval === undefined
          ? nothing
          : html`<br /><span class="muted small">${interval(row.interval, row.format)}</span>`
      }</td></tr>`,
  )}</tbody></table>`;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The section of precision, recall and F1 per class, with their macro average (unweighted mean). */
export function classes({ classes: rows }: ReportData): Markup {
  if (rows === undefined || rows.length === 0) return nothing;
  const mean = (pick: (row: ClassRow) => number) =>
    rows.reduce((sum, row) => sum + pick(row), 0) / rows.length;
  return html`<section><h2>Precision, recall and F1 per class</h2><div class="scroll"><table>
    <thead><tr><th scope="col">Class</th><th scope="col" class="right">Precision</th><th scope="col" class="right">Recall</th>
    <th scope="col" class="right">F1</th><th scope="col" class="right">Support</th></tr></thead>
    <tbody>${rows.map(
      (row) => html`<tr><th scope="row">${row.label}</th><td class="right">${share(row.precision)}</td>
        <td class="right">${share(row.recall)}</td><td class="right">${meter(row.f1)}<span>${share(row.f1)}</span></td>
        <td class="right">${count(row.support)}</td></tr>`,
    )}</tbody>
    <tfoot><tr><th scope="row">Macro average</th><td class="right">${share(mean((row) => row.precision))}</td>
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

/** The section of the confusion matrix and the most confused pairs of classes. */
export function confusion({ confusion: figure, confusedPairs: pairs }: ReportData): Markup {
  if (figure === undefined && pairs === undefined) return nothing;
  return html`<section><h2>Confusion matrix</h2>
    ${
      figure === undefined
        ? nothing
        : html`<figure class="matrix"><div class="scroll">${drawing(figure.svg, 'confusion.svg')}</div>
          ${figure.caption === undefined ? nothing : html`<figcaption>${figure.caption}</figcaption>`}</figure>`
    }
    ${pairs === undefined ? nothing : html`<h3>Most confused pairs</h3>${pairs.length === 0 ? html`<p class="empty">No confusions.</p>` : confusionTable(pairs)}`}
  </section>`;
}

function confusionTable(pairs: NonNullable<ReportData['confusedPairs']>): Markup {
  const most = Math.max(...pairs.map((pair) => pair.count));
  return html`<table><thead><tr><th scope="col">True label</th><th scope="col">Predicted label</th><th scope="col" class="right">Count</th>
    <th scope="col" class="right">Share of the class</th></tr></thead><tbody>${pairs.map(
      (pair) => html`<tr><td>${pair.label}</td><td>${pair.predicted}</td>
        <td class="right"><span class="meter" aria-hidden="true"><i style="width:${((pair.count / most) * 100).toFixed(1)}%"></i></span><span>${count(pair.count)}</span></td>
        <td class="right">${pair.of === undefined || pair.of === 0 ? '–' : value(pair.count / pair.of)}</td></tr>`,
    )}</tbody></table>`;
}

/** The section of example predictions. */
export function examples({ examples: rows }: ReportData): Markup {
  if (rows === undefined || rows.length === 0) return nothing;
  const wrong = rows.filter((row) => row.label !== row.predicted).length;
  return html`<section><h2>Example predictions</h2>
    <p class="muted">${rows.length} examples, ${wrong} of them wrong. The probability is the one that the model gives its prediction.</p>
    ${exampleTable(rows)}</section>`;
}

/** A table of predictions; correct and wrong ones differ by a word, a rule and weight, not by color alone. */
export function exampleTable(rows: NonNullable<ReportData['examples']>): Markup {
  return html`<table class="examples"><thead><tr><th scope="col"></th><th scope="col">Input</th><th scope="col">True label</th>
    <th scope="col">Predicted label</th><th scope="col" class="right">Probability</th></tr></thead><tbody>${rows.map(
      (row) => {
        const right = row.label === row.predicted;
        return html`<tr class="${right ? 'right-one' : 'wrong'}"><td class="mark">${right ? '✓ correct' : '✗ wrong'}</td>
        <td class="text"><div class="clamp">${row.text}</div></td><td data-name="True label">${row.label}</td>
        <td class="predicted" data-name="Predicted label">${row.predicted}</td>
        <td class="right" data-name="Probability">${row.probability === undefined ? '–' : value(row.probability)}</td></tr>`;
      },
    )}</tbody></table>`;
}

/** The section of text sampled from a language model. */
export function samples({ samples: list }: ReportData): Markup {
  if (list === undefined || list.length === 0) return nothing;
  return html`<section><h2>Generated text</h2>${list.map(
    ({ label, text }) => html`${label === undefined ? nothing : html`<h3>${label}</h3>`}<pre>${text}</pre>`,
  )}</section>`;
}
