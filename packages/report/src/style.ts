/** The report's only style sheet. Colors and type match the figures of @rnnlab/plotting. */
export const style = `
:root { color-scheme: light; --ink: #17202b; --body: #333e4c; --muted: #5b6776; --line: #dfe4ea; --pale: #f5f8fb;
  --accent: #0b4f8a; --wrong: #a8480a; --wrong-pale: #fdf3ea; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: #fff; color: var(--body); font: 16px/1.55 'IBM Plex Sans', system-ui, -apple-system,
  'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, sans-serif; font-variant-numeric: tabular-nums; }
main { max-width: 1000px; margin: 0 auto; padding: 48px 32px 72px; }
h1, h2, h3 { color: var(--ink); line-height: 1.2; margin: 0; text-wrap: balance; }
h1 { font-size: 34px; letter-spacing: -0.01em; }
h2 { font-size: 21px; margin-bottom: 16px; }
h3 { font-size: 16px; margin: 28px 0 10px; }
p { margin: 0 0 12px; max-width: 68ch; }
a { color: var(--accent); overflow-wrap: anywhere; }
.eyebrow { color: var(--muted); font-size: 14px; margin-bottom: 8px; }
.summary { font-size: 18px; color: var(--muted); margin: 10px 0 0; }
.muted { color: var(--muted); }
.small { font-size: 14px; }
.right .small { white-space: nowrap; }
section { margin-top: 48px; }
section.first { margin-top: 32px; }

.headline { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 4fr); border: 1px solid var(--line);
  border-top: 4px solid var(--accent); }
.headline.single, .headline.stacked { grid-template-columns: minmax(0, 1fr); }
.headline.stacked > div + div { border-left: 0; border-top: 1px solid var(--line); }
.headline > div { padding: 24px 28px 26px; }
.headline > div + div { border-left: 1px solid var(--line); background: var(--pale); }
.headline .name { color: var(--ink); font-weight: 600; }
.headline .number { font-size: 64px; line-height: 1.05; font-weight: 600; letter-spacing: -0.02em; color: var(--accent);
  margin: 4px 0 2px; }
.headline .against { color: var(--ink); margin: 14px 0 0; }
.headline.worse { border-top-color: var(--wrong); }
.headline.worse .number, .headline.worse .against strong { color: var(--wrong); }
.scale { position: relative; height: 46px; margin: 18px 0 0; }
.scale i { position: absolute; top: 8px; height: 12px; display: block; }
.scale .track { left: 0; right: 0; background: #e4e9ef; }
.scale .fill { left: 0; background: #6ea3cf; }
.worse .scale .fill { background: #dfa06c; }
.scale .band { border: solid var(--ink); border-width: 0 2px;
  background: linear-gradient(var(--ink), var(--ink)) center / 100% 2px no-repeat; }
.scale .tick { width: 0; top: 2px; height: 24px; border-left: 2px dotted var(--ink); }
.scale span { position: absolute; top: 26px; font-size: 13px; line-height: 1.3; color: var(--body); white-space: nowrap; }
.scale .before { transform: translateX(-100%); }
.scale .middle { transform: translateX(-50%); }

.facts { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 28px; margin-top: 28px; }
.facts h2 { font-size: 14px; color: var(--muted); font-weight: 400; margin-bottom: 2px; }
.facts strong { color: var(--ink); font-size: 18px; display: block; overflow-wrap: anywhere; }

.note { border-left: 4px solid var(--wrong); background: var(--wrong-pale); padding: 12px 18px; margin-top: 20px; }
.note strong { color: var(--wrong); }
.note ul { margin: 4px 0 0; padding-left: 20px; }
.empty { max-width: none; margin: 0; border: 1px dashed #b9c3ce; color: var(--muted); padding: 22px 20px; }

figure { margin: 0 0 20px; }
.scroll { overflow-x: auto; }
/* Figures have 16 pixels of air around them; their titles line up with the text all the same. */
figure .scroll { margin: 0 -16px; }
figure svg { display: block; max-width: 100%; height: auto; }
figcaption { color: var(--muted); font-size: 14px; margin-top: 6px; max-width: 68ch; }

table { border-collapse: collapse; width: 100%; font-size: 15px; }
caption { text-align: left; color: var(--muted); font-size: 14px; padding-bottom: 6px; }
th { text-align: left; font-weight: 600; color: var(--ink); font-size: 14px; vertical-align: bottom; }
thead th { border-bottom: 2px solid var(--ink); white-space: nowrap; }
th, td { padding: 7px 14px 7px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th:last-child, td:last-child { padding-right: 0; }
tbody th { font-weight: 400; font-size: inherit; }
.right { text-align: right; }
.nowrap { white-space: nowrap; }
tfoot td, tfoot th { border-top: 2px solid var(--line); border-bottom: 0; font-weight: 600; color: var(--ink); }
.headline table td, .headline table th { border-color: #d5dde6; }
.headline tbody tr:last-child > * { border-bottom: 0; }
.meter { display: inline-block; width: 96px; height: 9px; background: #e4e9ef; margin-right: 10px; vertical-align: 0; }
.meter i { display: block; height: 100%; background: #4488c0; }
.meter + span { display: inline-block; min-width: 5ch; }
.columns { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0 40px; align-items: start; }
.columns.wide-left { grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); }
.columns h3:first-child { margin-top: 0; }

.examples .text { overflow-wrap: anywhere; max-width: 44ch; }
.examples .clamp { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; }
.examples .mark { white-space: nowrap; width: 92px; color: var(--muted); }
.examples .wrong td { background: var(--wrong-pale); }
.examples .wrong .mark { color: var(--wrong); font-weight: 600; border-left: 4px solid var(--wrong); padding-left: 10px; }
.examples .right-one .mark { padding-left: 14px; }
.examples .wrong .predicted { color: var(--wrong); font-weight: 600; }

pre { margin: 0; padding: 14px 16px; background: var(--pale); border: 1px solid var(--line); white-space: pre-wrap;
  overflow-wrap: anywhere; font: 14px/1.5 ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace; color: var(--ink); }
pre.command { user-select: all; }
pre.command span { display: inline-block; max-width: 100%; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 6px 20px; margin: 0; font-size: 15px; }
dt { color: var(--muted); }
dd { margin: 0; color: var(--ink); overflow-wrap: anywhere; }
pre + details { margin-top: 10px; }
details summary { cursor: pointer; color: var(--accent); font-weight: 600; padding: 4px 0; }
details[open] summary { margin-bottom: 10px; }
footer { margin-top: 56px; padding-top: 16px; border-top: 1px solid var(--line); color: var(--muted); font-size: 14px; }

@media (max-width: 720px) {
  main { padding: 28px 18px 48px; }
  h1 { font-size: 27px; }
  .summary { font-size: 17px; }
  .headline, .facts, .columns, .columns.wide-left { grid-template-columns: minmax(0, 1fr); }
  .headline.single { grid-template-columns: minmax(0, 1fr); }
.headline > div { padding: 20px; }
  .headline > div + div { border-left: 0; border-top: 1px solid var(--line); }
  .headline .number { font-size: 54px; }
  .facts { gap: 16px; }
  .columns > * + * { margin-top: 28px; }
  figure svg { max-width: none; }
  figure.curve svg { width: 780px; }
  .meter { display: none; }
  .meter + span { min-width: 0; }
  table { font-size: 14px; }
  th { font-size: 13px; }
  th, td { padding-right: 6px; }
  .examples thead { display: none; }
  .examples, .examples tbody { display: block; }
  .examples tr { display: grid; grid-template-columns: 92px minmax(0, 1fr); border-bottom: 1px solid var(--line); padding: 8px 0; }
  .examples tr.wrong { background: var(--wrong-pale); }
  .examples td { border: 0; padding: 1px 8px 1px 0; text-align: left; background: none; }
  .examples .mark { grid-row: 1 / span 4; }
  .examples td[data-name]::before { content: attr(data-name) ' '; color: var(--muted); font-weight: 400; }
}
@media print {
  body { font-size: 11pt; }
  main { max-width: none; padding: 0; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  section { margin-top: 28px; }
  figure, tr, .headline, .note, pre { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  a { color: inherit; }
}
`;
