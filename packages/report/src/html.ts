import { style } from './style.js';

/** Escaped markup. */
export class Markup {
  constructor(readonly source: string) {}

  toString(): string {
    return this.source;
  }
}

type Value = string | number | Markup | undefined | null | false | readonly Value[];

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function write(value: Value): string {
  if (value === undefined || value === null || value === false) return '';
  if (value instanceof Markup) return value.source;
  if (Array.isArray(value)) return value.map(write).join('');
  // HTML forbids most control characters and lone surrogates; a reader should see that something was there.
  const text = String(value).replace(/[^\P{Cc}\t\n\r]|\p{Surrogate}/gu, '\ufffd');
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}

/**
 * A template for markup: every inserted string is escaped, markup and lists of markup are inserted as they are,
 * and undefined, null and false leave nothing.
 *
 * @example
 * html`<li>${name}</li>`
 */
export function html(parts: TemplateStringsArray, ...values: Value[]): Markup {
  return new Markup(parts.reduce((text, part, i) => text + write(values[i - 1]) + part));
}

/** Empty markup. */
export const nothing = new Markup('');

/**
 * Checks a figure and inserts it as it is.
 *
 * @throws {Error} When it is not an SVG element or could run a script.
 */
export function drawing(svg: string, where: string): Markup {
  const source = svg.trim();
  const safe =
    /^<svg[\s>]/.test(source) &&
    source.endsWith('</svg>') &&
    !/<script|<foreignObject|\son\w+\s*=|javascript:/i.test(tags(source));
  if (safe) return new Markup(source);
  throw new Error(`Expected ${where} to be an SVG element without scripts, got "${source.slice(0, 60)}"`);
}

/** The tags of a document without its text, in which the same letters are harmless. */
function tags(source: string): string {
  return (source.match(/<[^>]*>/g) ?? []).join('');
}

/** A whole HTML page: its style is inlined, it runs no script and loads nothing. */
export const page = (title: string, body: Value): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="generator" content="RNNLab" />
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<main>
${body}
<footer>Made by RNNLab. This file is complete: it loads nothing and can be kept, mailed and printed.</footer>
</main>
</body>
</html>
`.toString();
