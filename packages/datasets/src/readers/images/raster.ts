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

/** What the header of an image says. */
export interface ImageHeader {
  readonly width: number;
  readonly height: number;
}
