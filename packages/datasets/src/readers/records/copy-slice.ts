/** V8 copies shorter strings anyway. */
const SHORTEST_SLICE = 13;

/**
 * `text.slice(start, end)` as a string of its own: a mere slice would keep the whole block of text in memory for
 * as long as one of its lines or cells is kept.
 */
export function copySlice(text: string, start: number, end: number): string {
  return end - start < SHORTEST_SLICE ? text.slice(start, end) : ` ${text.slice(start, end)}`.slice(1);
}
