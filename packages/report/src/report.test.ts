import { describe, expect, it } from 'vitest';
import { complete } from '../test/complete.js';
import type { ReportData } from './data.js';
import { renderReport } from './report.js';

const minimal: ReportData = {
  title: 'GRU on parity',
  dataset: { name: 'parity' },
  model: { name: 'GRU-10', layers: [], parameters: 0 },
};

/** What a reader sees, without the style sheet and tags. */
const visible = (page: string) =>
  page
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

/** Tags that are opened and not closed in order; every tag of the report is closed. */
function unbalanced(page: string): string[] {
  const open: string[] = [];
  for (const [, slash, name, attributes] of page.matchAll(/<(\/?)([a-zA-Z][\w-]*)([^>]*)>/g)) {
    if (attributes!.endsWith('/')) continue;
    if (slash === '') open.push(name!);
    else if (open.pop() !== name) return [...open, name!];
  }
  return open;
}

describe('renderReport', () => {
  it('opens with title, model, training and the result against its baseline', () => {
    const start = visible(renderReport(complete)).slice(0, 600);
    const order = [
      'LSTM-128 on names',
      'LSTM-128 with 104,786 parameters, trained for 20 epochs on names in 3 min 20 s.',
      'Test accuracy',
      '86.1%',
      '95% confidence interval 84.5 to 87.6%, on 2,007 examples',
      '39.2 points above the baseline of 46.9% (always “Russian”).',
    ].map((part) => start.indexOf(part));
    expect(order.every((at) => at >= 0)).toBe(true);
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  it('holds every part of a complete run', () => {
    const text = visible(renderReport(complete));
    for (const part of [
      'Macro F1',
      'Kept: epoch 17.',
      'Most confused pairs',
      'Macro average',
      '✓ correct',
      '✗ wrong',
      'KIRK: &lt;beam&gt; me up',
      'global norm 1',
      'none stated',
      'All 2 epochs',
      '--learning-rate',
      'onnxruntime-node',
      'The split shares names.',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('averages the classes at the foot of their table', () => {
    expect(visible(renderReport(complete))).toContain('Macro average 0.750 0.500 0.500 12');
  });

  it('is well-formed, with and without its parts', () => {
    expect(unbalanced(renderReport(complete))).toEqual([]);
    expect(unbalanced(renderReport(minimal))).toEqual([]);
  });

  it('loads nothing and runs no script', () => {
    const page = renderReport(complete);
    expect(page).not.toMatch(/<(script|link|img|iframe|object)|@import|url\(|\son\w+=/i);
  });

  it('says what is missing instead of leaving holes', () => {
    const text = visible(renderReport(minimal));
    expect(text).toContain('No results yet: the model has not been evaluated.');
    expect(text).toContain('No curves yet: no epoch has been finished.');
    expect(text).toContain('Not trained yet');
    expect(text).not.toMatch(/undefined|NaN|null|per class|Example predictions|How to reproduce/);
  });

  it('says that a run was interrupted, when, and why', () => {
    const text = visible(
      renderReport({
        ...complete,
        training: { epochsRun: 3, epochsPlanned: 20, interrupted: true, stopped: 'stopped by Ctrl-C' },
      }),
    );
    expect(text).toContain('Interrupted run. It ended after 3 of 20 epochs (stopped by Ctrl-C).');
  });

  it('escapes whatever comes from data', () => {
    const evil = '<img src=x onerror=alert(1)>"\'&';
    const page = renderReport({
      ...complete,
      title: evil,
      warnings: [evil],
      dataset: { name: evil, source: 'javascript:alert(1)', classes: [evil] },
      examples: [{ text: evil, label: evil, predicted: evil }],
      versions: { [evil]: evil },
      reproduce: { command: evil },
    });
    expect(page).not.toContain('<img');
    expect(page).not.toContain('href="javascript:');
    expect(unbalanced(page)).toEqual([]);
  });

  it('refuses a figure that is not an SVG element or holds a script', () => {
    const withFigure = (svg: string) => () => renderReport({ ...complete, curves: [{ svg }] });
    expect(withFigure('oops')).toThrow(
      'Expected curves[0].svg to be an SVG element without scripts, got "oops"',
    );
    expect(withFigure('<svg><script>1</script></svg>')).toThrow('curves[0].svg');
    expect(withFigure('<svg onload="x()"></svg>')).toThrow('curves[0].svg');
    expect(withFigure('<svg><text>javascript: on x=1</text></svg>')).not.toThrow();
  });
});
