import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { all, clippedTexts, overlappingTexts, parse, texts } from '../test/svg.js';
import { type GridImage, imageGrid } from './image-grid.js';
import { toPng } from './to-png.js';

const ramp = (caption?: string): GridImage => ({
  pixels: [0, 0.25, 0.5, 0.75, 1, 2],
  width: 3,
  height: 2,
  caption,
});
const decode = (svg: string) =>
  all(parse(svg), 'image').map((node) =>
    PNG.sync.read(Buffer.from(node.getAttribute('href')!.replace('data:image/png;base64,', ''), 'base64')),
  );
const grays = (png: PNG) => [...png.data].filter((_, i) => i % 4 === 0);

describe('imageGrid', () => {
  it('embeds every picture as a PNG with its own pixels', () => {
    const [png] = decode(imageGrid({ images: [ramp()] }));
    expect([png!.width, png!.height]).toEqual([3, 2]);
    expect(grays(png!)).toEqual([0, 64, 128, 191, 255, 255]);
  });

  it('stretches each picture over its own range on request', () => {
    expect(grays(decode(imageGrid({ images: [ramp()], range: 'each' }))[0]!)).toEqual([
      0, 32, 64, 96, 128, 255,
    ]);
  });

  it('keeps color pictures in color, also beyond one block of the zlib stream', () => {
    const pixels = Float32Array.from({ length: 160 * 160 * 3 }, (_, i) => (i % 3 === 0 ? 1 : 0));
    const [png] = decode(imageGrid({ images: [{ pixels, width: 160, height: 160, channels: 3 }] }));
    expect([...png!.data.subarray(0, 4)]).toEqual([255, 0, 0, 255]);
    expect([...png!.data.subarray(-4)]).toEqual([255, 0, 0, 255]);
  });

  it('takes the channels of a pixel side by side or one after the other', () => {
    const image = { width: 2, height: 1, channels: 3 as const };
    const [side] = decode(imageGrid({ images: [{ ...image, pixels: [1, 0, 0, 0, 0, 1] }] }));
    const [after] = decode(
      imageGrid({ images: [{ ...image, pixels: [1, 0, 0, 0, 0, 1], layout: 'planar' }] }),
    );
    expect([...side!.data]).toEqual([255, 0, 0, 255, 0, 0, 255, 255]);
    expect([...after!.data]).toEqual([255, 0, 0, 255, 0, 0, 255, 255]);
    const [other] = decode(
      imageGrid({ images: [{ ...image, pixels: [1, 1, 0, 0, 0, 0], layout: 'planar' }] }),
    );
    expect([...other!.data]).toEqual([255, 0, 0, 255, 255, 0, 0, 255]);
  });

  it('sets captions of several lines, with the mark before the last', () => {
    const image = { ...ramp('frog\ncat'), verdict: 'wrong' as const };
    expect(texts(parse(imageGrid({ images: [image, ramp('one line')] })))).toEqual([
      'frog',
      '× cat',
      'one line',
    ]);
  });

  it('marks right and wrong by more than color', () => {
    const images = [
      { ...ramp('7'), verdict: 'right' as const },
      { ...ramp('4, not 9'), verdict: 'wrong' as const },
    ];
    expect(texts(parse(imageGrid({ images })))).toEqual(['✓ 7', '× 4, not 9']);
  });

  it('keeps captions apart and inside for any number of pictures', () => {
    for (const n of [1, 7, 50, 120]) {
      const images = Array.from({ length: n }, (_, i) => ramp(`a long caption for picture ${i}`));
      const root = parse(imageGrid({ images, title: 'Maps' }));
      expect(overlappingTexts(root)).toEqual([]);
      expect(clippedTexts(root)).toEqual([]);
    }
  });

  it('enlarges pixels without smoothing, in a PNG and in a browser', () => {
    const svg = imageGrid({ images: [{ pixels: [0, 1], width: 2, height: 1 }], width: 232 });
    // The one value that browsers and not only the specification know.
    expect(all(parse(svg), 'image')[0]!.getAttribute('image-rendering')).toBe('pixelated');
    const png = PNG.sync.read(Buffer.from(toPng(svg, { scale: 1 })));
    const row = Array.from(
      { length: png.width },
      (_, x) => png.data[(Math.floor(png.height / 2) * png.width + x) * 4]!,
    );
    expect(row.slice(20, 210).filter((level) => level > 20 && level < 235).length).toBeLessThan(8);
  });

  it('has an empty state, and refuses pixels that do not match the size', () => {
    expect(texts(parse(imageGrid({ images: [] })))).toEqual(['No images yet']);
    expect(() => imageGrid({ images: [{ pixels: [1], width: 2, height: 2 }] })).toThrow(
      'images[0] must have 2 × 2 × 1 = 4 pixel values, received 1',
    );
    expect(() => imageGrid({ images: [], range: [1, 0] })).toThrow('range');
  });
});
