import { createHash } from 'node:crypto';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { confusionMatrixPlot } from './confusion-matrix.js';
import { lineChart } from './line-chart.js';
import { text } from './svg.js';
import { toPng } from './to-png.js';

const chart = lineChart({
  title: 'Loss',
  x: { label: 'epoch' },
  y: { label: 'nats' },
  series: [
    {
      name: 'a',
      points: [
        [1, 1],
        [2, 0.5],
      ],
    },
  ],
  width: 300,
  height: 200,
});
const decode = (bytes: Uint8Array) => PNG.sync.read(Buffer.from(bytes));
const dark = (png: PNG) => {
  let found = 0;
  for (let i = 0; i < png.data.length; i += 4) if (png.data[i]! < 128 && png.data[i + 3]! > 128) found++;
  return found;
};
const wordmark = (content: string, attributes = {}) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40" font-family="Nowhere, sans-serif">${text(content, 10, 30, { 'font-size': 24, ...attributes })}</svg>`;

describe('toPng', () => {
  it('gives an image of the figure’s size times the scale that is not blank', () => {
    for (const scale of [1, 2, 3]) {
      const png = decode(toPng(chart, { scale }));
      expect([png.width, png.height]).toEqual([300 * scale, 200 * scale]);
      expect(dark(png)).toBeGreaterThan(100);
    }
  });

  it('draws text in its own font, whatever the figure asks for', () => {
    expect(dark(decode(toPng(wordmark('RNNLab'))))).toBeGreaterThan(200);
    const plain = dark(decode(toPng(wordmark('RNNLab'))));
    expect(dark(decode(toPng(wordmark('RNNLab', { 'font-weight': 600 }))))).toBeGreaterThan(plain * 1.1);
  });

  it('gives the same bytes every time', () => {
    const hash = () => createHash('sha256').update(toPng(chart)).digest('hex');
    expect(hash()).toBe(hash());
  });

  it('fills the background, or leaves it transparent', () => {
    const corner = (background?: string) => [...decode(toPng(chart, { background })).data.subarray(0, 4)];
    expect(corner()).toEqual([255, 255, 255, 255]);
    expect(corner('transparent')[3]).toBe(0);
  });

  it('draws cell colors of a confusion matrix', () => {
    const png = decode(
      toPng(
        confusionMatrixPlot({
          labels: ['a', 'b'],
          counts: [
            [9, 0],
            [0, 9],
          ],
        }),
      ),
    );
    expect(dark(png)).toBeGreaterThan(20_000);
  });

  it('refuses what is not SVG, and a scale out of range', () => {
    expect(() => toPng('hello')).toThrow('toPng takes an SVG document, received "hello"');
    expect(() => toPng(chart, { scale: 0 })).toThrow('scale must be above 0 and at most 16, received 0');
  });
});
