import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { all, clippedTexts, overlappingTexts, parse, texts } from '../test/svg.js';
import { type PredictedImage, predictionGrid } from './prediction-grid.js';
import { theme } from './theme.js';

const gray = (truth: string, prediction: string, probability?: number): PredictedImage => ({
  pixels: Uint8Array.of(0, 128, 255, 64),
  width: 2,
  height: 2,
  truth,
  prediction,
  ...(probability !== undefined && { probability }),
});
const pictures = (svg: string) =>
  all(parse(svg), 'image').map((node) =>
    PNG.sync.read(Buffer.from(node.getAttribute('href')!.replace('data:image/png;base64,', ''), 'base64')),
  );

describe('predictionGrid', () => {
  it('shows true and predicted label, and marks wrong predictions by a sign, bold type and a frame', () => {
    const svg = predictionGrid({ images: [gray('7', '7', 0.98), gray('4', '9', 0.5)] });
    const root = parse(svg);
    expect(texts(root)).toEqual([
      'Predictions',
      'True label above, predicted label below: 1 of 2 correct (✓)',
      '7',
      '✓ 7 98%',
      '4',
      '× 9 50%',
    ]);
    const strong = all(root, 'text').filter((node) => node.getAttribute('font-weight') === '600');
    expect(strong.map((node) => node.textContent)).toContain('× 9 50%');
    expect(strong.map((node) => node.textContent)).not.toContain('✓ 7 98%');
    const frames = all(root, 'rect').map((rect) => Number(rect.getAttribute('stroke-width')));
    expect(frames[1]! / frames[0]!).toBeGreaterThan(2);
    expect(all(root, 'rect')[1]!.getAttribute('stroke')).toBe(theme.series[1]);
  });

  it('reads bytes as 0 to 255 and other numbers as 0 to 1', () => {
    const [bytes] = pictures(predictionGrid({ images: [gray('a', 'a')] }));
    expect([...bytes!.data].filter((_, i) => i % 4 === 0)).toEqual([0, 128, 255, 64]);
    const [floats] = pictures(predictionGrid({ images: [{ ...gray('a', 'a'), pixels: [0, 0.5, 1, 0.25] }] }));
    expect([...floats!.data].filter((_, i) => i % 4 === 0)).toEqual([0, 128, 255, 64]);
  });

  it('takes color images one channel after the other', () => {
    const pixels = Uint8Array.of(1, 2, 3, 4, 11, 12, 13, 14, 21, 22, 23, 24);
    const [png] = pictures(
      predictionGrid({ images: [{ ...gray('a', 'b'), pixels, channels: 3, layout: 'planar' }] }),
    );
    expect([...png!.data.subarray(0, 8)]).toEqual([1, 11, 21, 255, 2, 12, 22, 255]);
  });

  it('keeps the probability of a label that is too long', () => {
    const shown = texts(
      parse(
        predictionGrid({
          images: Array.from({ length: 100 }, () => gray('dog', 'automobile or truck', 0.96)),
        }),
      ),
    );
    expect(shown.at(-1)).toMatch(/^× a.*…\s?96%$/);
  });

  it('keeps texts apart and inside for one image, a hundred and long labels', () => {
    for (const n of [1, 2, 7, 25, 100]) {
      const label = (i: number) => (i % 3 === 0 ? 'a class with a very long name indeed' : `class ${i}`);
      const images = Array.from({ length: n }, (_, i) => gray(label(i), label(i + 1), i / n));
      const root = parse(predictionGrid({ title: 'Test images', images }));
      expect(overlappingTexts(root)).toEqual([]);
      expect(clippedTexts(root)).toEqual([]);
      expect(all(root, 'image')).toHaveLength(n);
    }
  });

  it('has an empty state, and refuses a probability beyond 1', () => {
    expect(texts(parse(predictionGrid({ images: [] })))).toEqual(['Predictions', 'No images yet']);
    expect(() => predictionGrid({ images: [gray('a', 'b', 98)] })).toThrow(
      'images[0].probability must be from 0 to 1, received 98',
    );
    expect(() => predictionGrid({ images: [{ ...gray('a', 'b'), width: 3 }] })).toThrow(
      'pixel values, received 4',
    );
  });
});
