import { text } from './svg.js';
import { wrap } from './text/measure.js';
import { spacing, theme } from './theme.js';

/** A block of markup and the height it takes. */
export interface Block {
  markup: string;
  height: number;
}

/** Title and subtitle, left-aligned at the figure's edge and wrapped to its width. Height 0 where both are missing. */
export function header(title: string | undefined, subtitle: string | undefined, width: number): Block {
  const room = width - 2 * spacing.edge;
  let y = 0;
  let markup = '';
  const { title: large, subtitle: medium } = theme.font;
  for (const line of wrap(title ?? '', room, large, 'strong')) {
    y += large * spacing.line;
    markup += text(line, spacing.edge, y, {
      'font-size': large,
      'font-weight': theme.font.strong,
      fill: theme.ink.strong,
    });
  }
  for (const line of wrap(subtitle ?? '', room, medium)) {
    y += medium * (spacing.line + 0.08);
    markup += text(line, spacing.edge, y, { 'font-size': medium, fill: theme.ink.muted });
  }
  return { markup, height: y };
}
