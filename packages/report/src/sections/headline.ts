import { count } from '@rnnlab/shared';
import type { Headline, ReportData, ResultRow } from '../data.js';
import { interval, value } from '../format.js';
import { html, type Markup, nothing } from '../html.js';

/** Rows that stand beside the one number without leaving it in an empty card; more are under it. */
const BESIDE = 6;

/** The one number, what it has to beat, and the further results beside it. */
export function headline({ results }: ReportData): Markup {
  const rows = results?.rows ?? [];
  if (results?.headline === undefined && rows.length === 0) {
    return html`<section class="first"><p class="empty">No results yet: the model has not been evaluated.</p></section>`;
  }
  const main = results?.headline;
  const worse = main !== undefined && verdict(main) !== 'better';
  const look = [
    'headline',
    worse ? 'worse' : '',
    rows.length === 0 ? 'single' : rows.length > BESIDE ? 'stacked' : '',
  ]
    .filter((name) => name !== '')
    .join(' ');
  return html`<section class="first" aria-label="Results"><div class="${look}">
    ${main === undefined ? html`<div><p class="empty">No headline result.</p></div>` : number(main)}
    ${rows.length === 0 ? nothing : html`<div>${table(rows)}</div>`}
  </div></section>`;
}

/** How the value stands to its baseline: better only where the whole interval is. */
export function verdict({
  value: reached,
  baseline,
  interval: range,
  better = 'higher',
}: Headline): 'better' | 'unclear' | 'worse' {
  if (baseline === undefined) return 'better';
  const sign = better === 'higher' ? 1 : -1;
  const least = Math.min(...(range ?? [reached]).map((end) => sign * end));
  if (least > sign * baseline.value) return 'better';
  return sign * reached > sign * baseline.value ? 'unclear' : 'worse';
}

function number(main: Headline): Markup {
  const { name, value: reached, format = 'percent', interval: range, count: size, unit = 'examples' } = main;
  const measured = [
    range === undefined ? '' : `95% interval ${interval(range, format)}`,
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
    unclear: ' The interval reaches the baseline: this is not shown to be better.',
    worse: ` This is not better than the baseline (${better} is better).`,
  }[verdict(main)];
  return html`<p class="against"><strong>${sentence(lead)}</strong> the baseline of ${value(baseline.value, format)}
    (${baseline.name}).${doubt}</p>`;
}

/** A bar from 0 with the interval on it and a dotted rule at the baseline. */
function scale({ value: reached, format = 'percent', interval: range, baseline }: Headline): Markup {
  // A number that has no end means nothing as a length, unless there is another beside it.
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

function table(rows: readonly ResultRow[]): Markup {
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
