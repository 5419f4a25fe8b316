import { shown } from '@rnnlab/shared';
/** The first of many texts, as an error lists them. */
export function quotedList(texts: readonly string[]): string {
  const first = texts.slice(0, 12).map((text) => shown(text));
  return first.join(', ') + (texts.length > first.length ? `, … (${texts.length} in all)` : '');
}
