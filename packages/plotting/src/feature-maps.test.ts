import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { all, brokenNumbers, clippedTexts, overlappingTexts, parse, texts } from '../test/svg.js';
import { featureMaps, type ImageMaps } from './feature-maps.js';
import { theme } from './theme.js';
import { toPng } from './to-png.js';

const ramp = (count: number, height: number, width: number, scale = 1): ImageMaps => ({
  data: Float32Array.from({ length: count * height * width }, (_, i) => scale * (i % (height * width))),
  shape: [count, height, width],
});
const decode = (svg: string) =>
  all(parse(svg), 'image').map((node) =>
    PNG.sync.read(Buffer.from(node.getAttribute('href')!.replace('data:image/png;base64,', ''), 'base64')),
  );
const luminances = ({ data }: PNG) =>
  Array.from(
    { length: data.length / 4 },
    (_, i) => 0.3 * data[4 * i]! + 0.59 * data[4 * i + 1]! + 0.11 * data[4 * i + 2]!,
  );

describe('featureMaps', () => {
  it('draws every map of every image with its own pixels, darker for higher values', () => {
    const svg = featureMaps({ title: 'conv1', images: [ramp(3, 2, 4), ramp(3, 2, 4)] });
    const pngs = decode(svg);
    expect(pngs).toHaveLength(6);
    expect([pngs[0]!.width, pngs[0]!.height]).toEqual([4, 2]);
    const gray = luminances(pngs[0]!);
    gray.slice(1).forEach((value, i) => {
      expect(value).toBeLessThan(gray[i]!);
    });
    expect(texts(parse(svg))).toEqual(expect.arrayContaining(['conv1', '3 maps of 2 × 4']));
  });

  it('has one scale for all maps, or one for each on request', () => {
    const images = [ramp(1, 2, 2, 1), ramp(1, 2, 2, 10)];
    const [low, high] = decode(featureMaps({ images })).map((png) => luminances(png)[3]!);
    expect(low! - high!).toBeGreaterThan(60);
    const [one, other] = decode(featureMaps({ images, range: 'each' })).map((png) => luminances(png)[3]!);
    expect(one).toBe(other);
    const bars = (svg: string) =>
      all(parse(svg), 'g').filter((g) => g.hasAttribute('shape-rendering')).length;
    expect([bars(featureMaps({ images })), bars(featureMaps({ images, range: 'each' }))]).toEqual([1, 0]);
  });

  it('shows values that are not finite in a color of their own', () => {
    const image = { data: [0, Number.NaN, 1, Number.POSITIVE_INFINITY], shape: [1, 2, 2] };
    const [png] = decode(featureMaps({ images: [image] }));
    const hex = (i: number) =>
      `#${[0, 1, 2].map((k) => png!.data[4 * i + k]!.toString(16).padStart(2, '0')).join('')}`;
    expect([hex(1), hex(3)]).toEqual([theme.series[1], theme.series[1]]);
    expect(hex(0)).toBe(theme.sequential[0]);
    expect(hex(2)).toBe(theme.sequential.at(-1));
  });

  it('enlarges pixels without smoothing', () => {
    const svg = featureMaps({ images: [ramp(2, 3, 3)] });
    const values = all(parse(svg), 'image').map((node) => node.getAttribute('image-rendering'));
    expect(values).toEqual(['pixelated', 'pixelated']);
    const png = PNG.sync.read(Buffer.from(toPng(svg, { scale: 1 })));
    const row = Array.from(
      { length: 60 },
      (_, x) => png.data[(Math.floor(png.height / 2) * png.width + x + 30) * 4]!,
    );
    expect(new Set(row).size).toBeLessThan(8);
  });

  it('shows the image beside its maps, in color, with a caption', () => {
    const picture = { pixels: Uint8Array.of(255, 0, 0), width: 1, height: 1, channels: 3 as const };
    const svg = featureMaps({ images: [{ ...ramp(2, 3, 3), image: picture, caption: 'frog' }] });
    const [png] = decode(svg);
    expect([...png!.data]).toEqual([255, 0, 0, 255]);
    expect(texts(parse(svg))).toContain('frog');
    expect(all(parse(svg), 'desc')[0]!.textContent).toContain('frog: 2 maps');
  });

  it('reads a shape without maps as one map', () => {
    const svg = featureMaps({ images: [{ data: new Float32Array(28 * 64), shape: [28, 64] }] });
    expect(decode(svg).map(({ width, height }) => [width, height])).toEqual([[64, 28]]);
    expect(texts(parse(svg))).toContain('1 map of 28 × 64');
  });

  it('keeps everything inside for one pixel, a hundred maps and long captions', () => {
    for (const maps of [1, 2, 10, 50, 90, 100, 400]) {
      const image = { pixels: new Uint8Array(12), width: 2, height: 2, channels: 3 as const };
      const sheet = { ...ramp(maps, 1, 1), image, caption: 'a very long caption under an image' };
      const svg = featureMaps({ title: 'pool2', images: [sheet, sheet] });
      const root = parse(svg);
      const [, , width = 0, height = 0] = root.getAttribute('viewBox')!.split(' ').map(Number);
      expect(brokenNumbers(svg)).toEqual([]);
      expect(overlappingTexts(root)).toEqual([]);
      expect(clippedTexts(root)).toEqual([]);
      expect(width).toBeLessThanOrEqual(720);
      for (const node of all(root, 'image')) {
        expect(Number(node.getAttribute('x')) + Number(node.getAttribute('width'))).toBeLessThanOrEqual(
          width,
        );
        expect(Number(node.getAttribute('y')) + Number(node.getAttribute('height'))).toBeLessThanOrEqual(
          height,
        );
      }
    }
  });

  it('draws maps that are all one value, or nothing finite, or extreme', () => {
    for (const value of [0, 7, Number.NaN, 1e300, -1e300]) {
      const svg = featureMaps({ images: [{ data: [value, value], shape: [2, 1, 1] }] });
      expect(brokenNumbers(svg)).toEqual([]);
    }
    expect(brokenNumbers(featureMaps({ images: [{ data: [-1e300, 1e300], shape: [1, 1, 2] }] }))).toEqual([]);
  });

  it('has an empty state, and refuses what does not fit', () => {
    expect(texts(parse(featureMaps({ title: 'conv1', images: [] })))).toEqual([
      'conv1',
      'No feature maps yet',
    ]);
    expect(() => featureMaps({ images: [{ data: [1, 2], shape: [1, 2, 2] }] })).toThrow(
      'as much data, received [1, 2, 2] and 2 values',
    );
    expect(() => featureMaps({ images: [{ data: [1], shape: [1] }] })).toThrow('received [1] and 1 values');
    expect(() => featureMaps({ images: [ramp(1, 1, 1)], range: [1, 1] })).toThrow('received [1, 1]');
    expect(() => featureMaps({ images: [ramp(9, 1, 1)], columns: 0 })).toThrow('of at least 1, received 0');
    expect(() => featureMaps({ images: [ramp(90, 1, 1)], columns: 90, width: 300 })).toThrow('in 90 columns');
  });
});
