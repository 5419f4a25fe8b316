import { count, duration, share } from '@rnnlab/shared';
import type { ProgressReport } from '@rnnlab/trainer';
import { loss } from '../terminal/loss.js';

export interface Bar {
  /** The filled and the empty part. */
  bar: [string, string];
  before: string;
  after: string;
}

const LONGEST = 30;
const SHORTEST = 8;

/**
 * One line of progress that is at most `columns` wide: what does not fit is left out, the least important first.
 *
 * @param left - Seconds until all epochs are done, if known.
 */
export function progressBar(report: ProgressReport, left: number | undefined, columns: number): Bar {
  const { epoch, epochs, batches, batchesPerEpoch, examples, seconds } = report;
  const digits = String(epochs).length;
  const before = `epoch ${String(epoch).padStart(digits)}/${epochs}  `;
  // The order in which they are shown, with the order in which they are kept.
  const parts: [string, number][] = [
    [`loss ${loss(report.loss)}`, 1],
    [`accuracy ${share(report.accuracy)}`, 2],
    [`${count(examples / Math.max(seconds, 1e-3))}/s`, 4],
    [left === undefined ? '' : `${duration(left)} left`, 3],
  ];
  for (let kept = parts.length; kept >= 0; kept--) {
    const shown = parts.filter(([text, rank]) => text !== '' && rank <= kept).map(([text]) => text);
    const after = shown.map((text) => `  ${text}`).join('');
    const room = Math.min(LONGEST, columns - before.length - after.length);
    if (room < SHORTEST) continue;
    const filled = Math.round((room * batches) / batchesPerEpoch);
    return { before, bar: ['━'.repeat(filled), '─'.repeat(room - filled)], after };
  }
  return { before: before.trimEnd().slice(0, Math.max(0, columns)), bar: ['', ''], after: '' };
}

/** Seconds until all epochs are done, from the pace of this call; unknown before a thousandth is done. */
export function secondsLeft(report: ProgressReport, trainExamples: number): number | undefined {
  const { epoch, epochs, batches, batchesPerEpoch, examples, seconds } = report;
  const done = epoch - 1 + batches / batchesPerEpoch;
  const left = (epochs - done) * trainExamples;
  return examples < trainExamples * epochs * 0.001 ? undefined : (left * seconds) / examples;
}
