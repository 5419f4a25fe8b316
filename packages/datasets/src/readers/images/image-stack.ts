import { DatasetError } from '../../error.js';
import { fitImage, type ImageFit, type ImageSize } from './fit-image.js';
import { toPlanar } from './planar.js';
import type { Raster } from './raster.js';

/** Of all pixels together: what a typed array can hold everywhere. */
const MOST_BYTES = 2 ** 32;

export interface StackOptions {
  readonly size?: ImageSize | undefined;
  readonly channels?: 1 | 3 | undefined;
  readonly fit: ImageFit;
}

/** The pixels of images of one size, added one after the other. */
export class ImageStack {
  readonly channels: 1 | 3;
  readonly size: ImageSize;
  /** [n, channels, height, width]. */
  readonly pixels: Uint8Array;
  readonly #options: StackOptions;
  #added = 0;

  /** @param first Decides about size and channels where the options do not. */
  constructor(count: number, first: Raster, folder: string, options: StackOptions) {
    this.#options = options;
    this.channels = options.channels ?? first.channels;
    this.size = options.size ?? { height: first.height, width: first.width };
    const bytes = count * this.channels * this.size.height * this.size.width;
    if (bytes > MOST_BYTES) {
      throw new DatasetError(
        `${folder} has ${count} images of ${this.channels} × ${this.size.height} × ${this.size.width}, ${bytes} bytes together: expected at most ${MOST_BYTES} (a smaller \`size\` with \`fit\`).`,
      );
    }
    this.pixels = new Uint8Array(bytes);
  }

  /** @throws DatasetError if the image does not fit. */
  add(image: Raster, file: string): void {
    if (image.channels > this.channels && this.#options.channels === undefined) {
      throw new DatasetError(
        `${file} has colors, but the first image is gray: expected gray, or \`channels\` that says 3 or 1.`,
      );
    }
    const length = this.channels * this.size.height * this.size.width;
    const start = this.#added++ * length;
    const fitted = fitImage(image, this.size, this.#options.fit, file);
    toPlanar(fitted, this.channels, this.pixels.subarray(start, start + length));
  }
}
