/**
 * Pixels as numbers from 0 to 1: each divided by 255, rounded to 32 bits.
 *
 * @param pixels Any number of pixels, of one image or of many.
 * @returns A new array of the same length and order.
 *
 * @example
 * toFloat32(Uint8Array.of(0, 51, 255)); // Float32Array [0, 0.2, 1]
 */
export function toFloat32(pixels: Uint8Array): Float32Array {
  const values = new Float32Array(pixels.length);
  for (let i = 0; i < pixels.length; i++) values[i] = pixels[i]! / 255;
  return values;
}
