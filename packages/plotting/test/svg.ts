import { DOMParser, type Element } from '@xmldom/xmldom';
import { textWidth } from '../src/text-metrics.js';
import { theme } from '../src/theme.js';

/** A parsed figure. Throws on anything that is not well-formed XML. */
export function parse(svg: string): Element {
  const stop = (level: string, message: string) => {
    // The parser warns of U+FFFD, which is what figures put in place of what XML cannot hold.
    if (level === 'warning' && message.includes('replacement character')) return;
    throw new Error(`${level}: ${message}`);
  };
  return new DOMParser({ onError: stop }).parseFromString(svg, 'image/svg+xml').documentElement!;
}

/** Every element of a name, in document order. */
export function all(root: Element, name: string): Element[] {
  return [...root.getElementsByTagName(name)];
}

/** The visible texts, without tooltips. */
export function texts(root: Element): string[] {
  return all(root, 'text').map(shownText);
}

function shownText(node: Element): string {
  return [...node.childNodes]
    .filter((child) => child.nodeName === '#text')
    .map((child) => child.nodeValue)
    .join('');
}

type Point = readonly [number, number];

/** Where a text is: its four corners, in the figure's pixels. */
export interface TextBox {
  content: string;
  corners: Point[];
}

/** The measured box of every text, its own and its ancestors' transforms applied. */
export function textBoxes(root: Element): TextBox[] {
  return all(root, 'text').map((node) => {
    const content = shownText(node);
    const size = Number(node.getAttribute('font-size') ?? theme.font.label);
    const strong = node.getAttribute('font-weight') === String(theme.font.strong);
    const width = textWidth(content, size, strong ? 'strong' : 'regular');
    const anchor = node.getAttribute('text-anchor') ?? 'start';
    const x =
      Number(node.getAttribute('x') ?? 0) - (anchor === 'end' ? width : anchor === 'middle' ? width / 2 : 0);
    const y = Number(node.getAttribute('y') ?? 0);
    // From cap height to descender.
    const [top, bottom] = [y - 0.7 * size, y + 0.2 * size];
    const corners = [
      [x, top],
      [x + width, top],
      [x + width, bottom],
      [x, bottom],
    ] as Point[];
    return { content, corners: corners.map((corner) => toFigure(node, corner)) };
  });
}

function toFigure(node: Element, point: Point): Point {
  let [x, y] = point;
  for (let at: Element | null = node; at !== null; at = at.parentNode as Element | null) {
    const parts = [...(at.getAttribute?.('transform') ?? '').matchAll(/(\w+)\(([^)]*)\)/g)].reverse();
    for (const [, kind, list] of parts) {
      const [a = 0, b = 0] = list!.split(/[ ,]+/).map(Number);
      if (kind === 'translate') [x, y] = [x + a, y + b];
      else if (kind === 'rotate') {
        const [cos, sin] = [Math.cos((a * Math.PI) / 180), Math.sin((a * Math.PI) / 180)];
        [x, y] = [x * cos - y * sin, x * sin + y * cos];
      } else throw new Error(`unknown transform ${kind}`);
    }
  }
  return [x, y];
}

/** Every pair of texts whose boxes overlap by more than half a pixel, as "a | b". */
export function overlappingTexts(root: Element): string[] {
  const boxes = textBoxes(root).filter(({ content }) => content !== '');
  const found: string[] = [];
  boxes.forEach((a, i) => {
    for (const b of boxes.slice(i + 1))
      if (overlap(a.corners, b.corners)) found.push(`${a.content} | ${b.content}`);
  });
  return found;
}

/** Texts that reach beyond the figure's edge. */
export function clippedTexts(root: Element): string[] {
  const [, , width = 0, height = 0] = root.getAttribute('viewBox')!.split(' ').map(Number);
  return textBoxes(root)
    .filter(({ corners }) =>
      corners.some(([x, y]) => x < -0.5 || y < -0.5 || x > width + 0.5 || y > height + 0.5),
    )
    .map(({ content }) => content);
}

/** Separating-axis test of two rectangles that may be turned. */
function overlap(a: Point[], b: Point[]): boolean {
  for (const shape of [a, b]) {
    for (let i = 0; i < 2; i++) {
      const [dx, dy] = [shape[i + 1]![0] - shape[i]![0], shape[i + 1]![1] - shape[i]![1]];
      const length = Math.hypot(dx, dy);
      if (length === 0) return false;
      const project = (points: Point[]) => points.map(([x, y]) => (x * dx + y * dy) / length);
      const [pa, pb] = [project(a), project(b)];
      if (Math.max(...pa) <= Math.min(...pb) + 0.5 || Math.max(...pb) <= Math.min(...pa) + 0.5) return false;
    }
  }
  return true;
}

/** Numbers that no figure may contain. */
export function brokenNumbers(svg: string): string[] {
  return [...svg.matchAll(/="[^"]*(NaN|Infinity|undefined|(?<![#\w.])[\d.]+e[+-]?\d)[^"]*"/g)]
    .map(([match]) => match)
    .filter((match) => !match.startsWith('="data:'));
}
