import type * as resvg from '@resvg/resvg-js';
import { nodeModule, reasonOf, shown } from '@rnnlab/shared';
import { PlotError } from './errors.js';
import { theme } from './theme.js';

/** Options of {@link toPng}. */
export interface PngOptions {
  /** Pixels of the image per pixel of the figure. Default: 2. */
  scale?: number;
  /** Any CSS color, or "transparent". Default: "white". */
  background?: string;
  /** Paths of further TTF or OTF files, for scripts other than Latin, Greek and Cyrillic. */
  fontFiles?: readonly string[];
}

const faces = ['400Regular/IBMPlexSans_400Regular.ttf', '600SemiBold/IBMPlexSans_600SemiBold.ttf'];

/**
 * Renders an SVG figure to the bytes of a PNG file. Node only.
 *
 * Text is set in the IBM Plex Sans that this package depends on and never in a system font, so the same figure gives the
 * same pixels everywhere. A character that neither it nor `fontFiles` has is blank.
 *
 * @throws {PlotError} On a scale that is not above 0 and at most 16, and on a string that is not SVG.
 */
export function toPng(svg: string, options: PngOptions = {}): Uint8Array {
  const scale = options.scale ?? 2;
  if (!(scale > 0 && scale <= 16))
    throw new PlotError(`scale must be above 0 and at most 16, received ${shown(scale)}.`);
  // Loaded on use: everything else in this package runs in a browser, where neither module exists.
  const { createRequire } = nodeModule('node:module');
  const require = createRequire(import.meta.url);
  const { Resvg } = require('@resvg/resvg-js') as typeof resvg;
  const fonts = faces.map((face) => require.resolve(`@expo-google-fonts/ibm-plex-sans/${face}`));
  let image: resvg.Resvg;
  try {
    // Browsers smooth what is not "pixelated"; resvg only supports the older "optimizeSpeed".
    const known = svg.replaceAll('image-rendering="pixelated"', 'image-rendering="optimizeSpeed"');
    image = new Resvg(known, {
      font: {
        loadSystemFonts: false,
        fontFiles: [...fonts, ...(options.fontFiles ?? [])],
        defaultFontFamily: 'IBM Plex Sans',
        sansSerifFamily: 'IBM Plex Sans',
        defaultFontSize: theme.font.label,
      },
      fitTo: { mode: 'zoom', value: scale },
      background: options.background ?? 'white',
      logLevel: 'off',
    });
  } catch (error) {
    throw new PlotError(`toPng takes an SVG document, received ${shown(svg)}: ${reasonOf(error)}.`, {
      cause: error,
    });
  }
  return new Uint8Array(image.render().asPng());
}
