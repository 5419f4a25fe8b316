import { wrap } from './text-metrics.js';
import { spacing, theme } from './theme.js';

/** Attribute values; undefined leaves the attribute out. */
type Attributes = Record<string, string | number | undefined>;

// XML 1.0 has no way to write these, not even as character references.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;
const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** `text` as XML character data or attribute value; what XML cannot hold becomes U+FFFD. */
export function escapeXml(text: string): string {
  return text.replace(forbidden, '\ufffd').replace(/[&<>"']/g, (character) => entities[character]!);
}

/** A coordinate with at most two decimals, far outside any figure at most, so never in exponent form. */
export function coordinate(value: number): string {
  const rounded = Math.round(Math.max(-1e6, Math.min(1e6, value)) * 100) / 100;
  return String(Object.is(rounded, -0) ? 0 : rounded);
}

/** One element as a string. `children` is markup already: escape text with {@link escapeXml} or use {@link text}. */
export function element(name: string, attributes: Attributes = {}, ...children: string[]): string {
  let start = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    start += ` ${key}="${typeof value === 'number' ? coordinate(value) : escapeXml(value)}"`;
  }
  return children.length === 0 ? `${start}/>` : `${start}>${children.join('')}</${name}>`;
}

/** A text element at a baseline point. */
export function text(content: string, x: number, y: number, attributes: Attributes = {}): string {
  return element('text', { x, y, ...attributes }, escapeXml(content));
}

/** A `<title>` child, which browsers show as a tooltip. */
export function tooltip(content: string): string {
  return element('title', {}, escapeXml(content));
}

/** Options of {@link figure}. */
interface FigureOptions {
  width: number;
  height: number;
  /** The accessible name. */
  title: string;
  /** The accessible description: what a reader who cannot see the figure should know. */
  description: string;
  body: string;
}

/**
 * The outer `<svg>`. It carries no ids and no style sheet, so any number of figures can be inlined in one page.
 */
export function figure({ width, height, title, description, body }: FigureOptions): string {
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: Math.ceil(width),
      height: Math.ceil(height),
      viewBox: `0 0 ${Math.ceil(width)} ${Math.ceil(height)}`,
      role: 'img',
      'font-family': theme.font.family,
      'font-size': theme.font.label,
      fill: theme.ink.body,
    },
    element('title', {}, escapeXml(title)),
    element('desc', {}, escapeXml(description)),
    body,
  );
}

/** A block of markup and its height in pixels. */
export interface Block {
  markup: string;
  height: number;
}

/** The position of the first line of the title. */
const headerTop = spacing.edge - 6;

/** Moves the header to its position at the top of a figure. */
export const placeHeader = (markup: string): string =>
  element('g', { transform: `translate(0,${headerTop})` }, markup);

/** The message of a figure that has nothing to draw, centered at a point. */
export const emptyMessage = (content: string, x: number, y: number): string =>
  text(content, x, y, { 'font-size': theme.font.subtitle, fill: theme.ink.muted, 'text-anchor': 'middle' });

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
