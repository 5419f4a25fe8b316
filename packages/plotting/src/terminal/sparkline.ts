const blocks = '▁▂▃▄▅▆▇█';

/** How {@link sparkline} draws. */
export interface SparklineOptions {
  /** The values of the lowest and the highest block. Default: the range of the values. */
  domain?: readonly [number, number];
  /** The most characters; longer data is averaged in groups. Default: one character per value. */
  width?: number;
}

/**
 * Values as one line of block characters. A value that is not finite is a space; values that are all equal are
 * drawn at half height.
 *
 * @example
 * sparkline([1, 5, 22, 13, 5]); // '▁▂█▅▂'
 */
export function sparkline(values: readonly number[], options: SparklineOptions = {}): string {
  const shown = options.width === undefined ? values : condense(values, options.width);
  const finite = shown.filter(Number.isFinite);
  const low = options.domain?.[0] ?? finite.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = options.domain?.[1] ?? finite.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const top = blocks.length - 1;
  return shown
    .map((value) => {
      if (!Number.isFinite(value)) return ' ';
      // Divided before it is subtracted: high - low may overflow.
      const share = high > low ? (value / 2 - low / 2) / (high / 2 - low / 2) : 0.5;
      return blocks[Math.max(0, Math.min(top, Math.round(share * top)))];
    })
    .join('');
}

/** Means of `width` groups of neighbors; fewer values stay as they are. */
function condense(values: readonly number[], width: number): number[] {
  const groups = Math.max(1, Math.floor(width));
  if (values.length <= groups) return [...values];
  return Array.from({ length: groups }, (_, i) => {
    const start = Math.floor((i * values.length) / groups);
    const group = values.slice(start, Math.floor(((i + 1) * values.length) / groups)).filter(Number.isFinite);
    return group.reduce((mean, value) => mean + value / group.length, group.length === 0 ? Number.NaN : 0);
  });
}
