import { readFileSync } from 'node:fs';

/** An image file and the pixels that Pillow decodes it to. */
export interface ImageFixture {
  readonly name: string;
  readonly file: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  /** [height, width, channels]. */
  readonly pixels: Uint8Array;
}

const made = JSON.parse(readFileSync(new URL('images.json', import.meta.url), 'utf8'));
const bytes = (base64: string) => Uint8Array.from(Buffer.from(base64, 'base64'));

/** Made by make-images.py. */
export const IMAGES: readonly ImageFixture[] = Object.entries<Record<string, string>>(made).map(
  ([name, { file, width, height, channels, pixels }]) => ({
    name,
    file: bytes(file!),
    width: Number(width),
    height: Number(height),
    channels: Number(channels),
    pixels: bytes(pixels!),
  }),
);

export function imageFixture(name: string): ImageFixture {
  return IMAGES.find((image) => image.name === name)!;
}
