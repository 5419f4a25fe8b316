import type { Generator } from '@rnnlab/shared';
import { TrainingError } from '../error.js';
import type { TokenStream } from '../examples/token-stream.js';
import type { Bucket } from './plan.js';

/** How a stream is cut: into rows that are read side by side, and those into windows. */
interface Cut {
  /** Predictions of a row. */
  rowLength: number;
  windows: number;
  /** The first window has at least and at most this many steps. */
  first: [least: number, most: number];
}

/**
 * Windows begin elsewhere in each epoch, so that no token always comes first in one: the first window is shortened at
 * random, the last has what is left. Their number stays the same.
 */
function cutOf({ length, window }: TokenStream, batch: number): Cut {
  const rowLength = Math.floor(length / batch);
  if (rowLength < 1) {
    throw new TrainingError(
      `The text has ${length + 1} tokens, too few to be read in ${batch} places at once: ` +
        `use a batch of ${length} or less, or more text.`,
    );
  }
  const windows = Math.ceil(rowLength / window);
  if (windows === 1) return { rowLength, windows, first: [rowLength, rowLength] };
  const rest = rowLength - (windows - 1) * window;
  // The last window takes what the first leaves; with one window more, both are shorter.
  return rest <= window / 2 || rest < 2
    ? { rowLength, windows, first: [rest, window] }
    : { rowLength, windows: windows + 1, first: [1, rest - 1] };
}

/** Steps of an epoch on a stream. */
export const windowsOf = (stream: TokenStream, batch: number): number => cutOf(stream, batch).windows;

/**
 * One epoch on a stream: the windows of all rows in their order, as positions in the stream. Nearly all tokens are
 * predicted once; fewer than `batch` are left out, at either end.
 */
export function planStream(stream: TokenStream, batch: number, generator: Generator): Bucket[] {
  const { rowLength, windows, first } = cutOf(stream, batch);
  const below = (n: number): number => Math.floor(generator.uniform() * n);
  const start = below(stream.length - rowLength * batch + 1);
  const firstSteps = first[0] + below(first[1] - first[0] + 1);
  const buckets: Bucket[] = [];
  for (let k = 0, at = 0; k < windows; k++) {
    const steps = k === 0 ? firstSteps : Math.min(stream.window, rowLength - at);
    const positions = Uint32Array.from({ length: batch }, (_, row) => start + row * rowLength + at);
    const bucket = buckets.at(-1);
    if (bucket?.steps === steps) bucket.batches.push(positions);
    else buckets.push({ steps, batches: [positions] });
    at += steps;
  }
  return buckets;
}
