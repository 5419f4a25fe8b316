/** A text as an error shows it: in quotes, without line breaks, not too long. */
export function quoted(text: string): string {
  return JSON.stringify(text.length <= 40 ? text : `${text.slice(0, 39)}…`);
}

/** The first of many texts, as an error lists them. */
export function quotedList(texts: readonly string[]): string {
  const shown = texts.slice(0, 12).map(quoted);
  return shown.join(', ') + (texts.length > shown.length ? `, … (${texts.length} in all)` : '');
}
