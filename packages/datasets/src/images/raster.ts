/** A decoded image. */
export interface Raster {
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
  /** 1 for gray, 3 for red, green and blue. */
  readonly channels: 1 | 3;
  /** [height, width, channels], 0 to 255. */
  readonly data: Uint8Array;
}

/** The size of an image, from its header. */
export interface ImageHeader {
  readonly width: number;
  readonly height: number;
}

/**
 * Writes an image as [channels, height, width] into `to`.
 *
 * @param channels - 3 of a gray image are three times the same; 1 of a color image is its luma (ITU-R BT.601).
 */
export function toPlanar(image: Raster, channels: 1 | 3, to: Uint8Array): void {
  const { data } = image;
  const size = image.width * image.height;
  if (image.channels === 1) {
    for (let channel = 0; channel < channels; channel++) to.set(data, channel * size);
  } else if (channels === 3) {
    for (let i = 0, at = 0; i < size; i++, at += 3) {
      to[i] = data[at]!;
      to[size + i] = data[at + 1]!;
      to[2 * size + i] = data[at + 2]!;
    }
  } else {
    for (let i = 0, at = 0; i < size; i++, at += 3) {
      to[i] = Math.round((299 * data[at]! + 587 * data[at + 1]! + 114 * data[at + 2]!) / 1000);
    }
  }
}
