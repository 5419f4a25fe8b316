import { drawing, html, Markup, nothing } from '../report/html.js';
import { exampleTable } from '../report/sections/examples.js';
import { style } from '../report/style.js';
import type { Suite } from '../suites/suite.js';
import { linesOf } from '../task/samples.js';
import type { SuiteFigure } from './figures/figure.js';
import { flawsOf, notesOf, origins, QUICK_NOTE } from './notes.js';
import type { ExperimentResults, SuiteResults } from './results.js';
import { COLUMNS, rowText } from './row-text.js';

/** A suite as a single HTML file that loads nothing. */
export function page(suite: Suite, results: SuiteResults, figures: readonly SuiteFigure[]): string {
  const { title, summary, report, quick, experiments } = results;
  const flaws = flawsOf(results);
  const right = (k: number): string => (k >= 2 ? 'right nowrap' : '');
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="generator" content="RNNLab" />
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<main>
<header>
<div class="eyebrow">RNNLab${report === undefined ? nothing : `, reproduced from ${report}`}</div>
<h1>${title}</h1>
<p class="summary">${summary}</p>
</header>
${quick ? html`<div class="note"><strong>A quick check.</strong> ${QUICK_NOTE}</div>` : nothing}
<section class="first"><h2>Results</h2><div class="scroll"><table>
<thead><tr>${COLUMNS.map((name, k) => html`<th scope="col" class="${right(k)}">${name}</th>`)}</tr></thead>
<tbody>${experiments.flatMap((experiment) =>
    experiment.rows.map(
      (row) =>
        html`<tr>${rowText(experiment, row).map((cell, k) => html`<td class="${right(k)}">${cell}</td>`)}</tr>`,
    ),
  )}</tbody></table></div>
<p class="muted small">“Ours” is the mean over the seeds ± their standard deviation; ✓ says that the mean reaches the aim.
Time is of one training.</p></section>
${
  figures.length === 0
    ? nothing
    : html`<section><h2>Figures</h2>${figures.map(
        ({ name, svg, caption }) =>
          html`<figure><div class="scroll">${drawing(svg, name)}</div><figcaption class="muted small">${caption}</figcaption></figure>`,
      )}</section>`
}
${(suite.samples ?? []).map((recipe) => samples(results, recipe))}
${experiments.map(written)}
<section><h2>Protocol</h2>${notesOf(results).map(
    ({ recipes, text }) => html`<p><strong>${recipes.join(', ')}</strong><br />${text}</p>`,
  )}</section>
${
  flaws.length === 0
    ? nothing
    : html`<section><h2>About the reported numbers</h2>${flaws.map(
        ({ recipes, text }) => html`<p><strong>${recipes.join(', ')}</strong><br />${text}</p>`,
      )}</section>`
}
<section><h2>Origin</h2><ul>${origins(results).map((text) => html`<li>${text}</li>`)}</ul></section>
<footer>Made by RNNLab. This file is complete: it loads nothing and can be kept, mailed and printed.</footer>
</main>
</body>
</html>
`.toString();
}

/** What the language model of a recipe's first run writes, and how that came about. */
function written({ recipe, runs: [run] }: ExperimentResults): Markup {
  if (!run?.texts?.length) return nothing;
  const epochs = run.written ?? [];
  return html`<section><h2>Written by ${recipe}</h2><pre>${linesOf(run.texts).join('\n')}</pre>
${
  epochs.length === 0
    ? nothing
    : html`<details><summary>While it was trained, epoch by epoch</summary>${epochs.map(
        ({ epoch, texts }) => html`<h3>Epoch ${epoch}</h3><pre>${linesOf(texts).join('\n')}</pre>`,
      )}</details>`
}</section>`;
}

/** Some examples of a recipe's first run, with the truth and what it says. */
function samples({ experiments }: SuiteResults, recipe: string): Markup {
  const run = experiments.find((experiment) => experiment.recipe === recipe)?.runs[0];
  if (!run || run.samples.length === 0) return nothing;
  return html`<section><h2>Samples of ${recipe}</h2>${exampleTable(run.samples)}</section>`;
}
