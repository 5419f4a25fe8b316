import { count, duration, share } from '@rnnlab/shared';
import type { EpochRecord, ProgressReport } from '@rnnlab/trainer';
import type { Output } from './terminal.js';

/** The progress of a training, shown on a terminal or in a log. */
interface ProgressView {
  /** Before the first step, with the number of training examples. */
  start(examples: number): void;
  progress(report: ProgressReport): void;
  epoch(record: EpochRecord, info: { epochs: number; best: boolean }): void;
  /** A line between, such as that it will stop soon. */
  note(text: string): void;
  /** After the last step, however it ended. */
  end(): void;
}

/** Chooses the view of an output: a progress bar on a terminal, plain lines otherwise. */
export const progressView = (output: Output): ProgressView =>
  output.screen ? liveView(output, output.screen) : plainView(output);

const CLEAR_LINE = '\r\x1b[K';
const MILLISECONDS_PER_FRAME = 80;

/** A line for each epoch, and under them a bar that is drawn again and again. */
function liveView({ colors }: Output, screen: NodeJS.WriteStream): ProgressView {
  let examples = 0;
  let drawn = Number.NEGATIVE_INFINITY;
  const above = (text: string): void => void screen.write(`${CLEAR_LINE}${text}\n`);
  return {
    start(trainExamples) {
      examples = trainExamples;
      above(colors.dim(EPOCH_HEADER));
    },
    progress(report) {
      const now = performance.now();
      if (now - drawn < MILLISECONDS_PER_FRAME) return;
      drawn = now;
      // One column stays free: a full line would wrap in some terminals.
      const columns = (screen.columns || 80) - 5;
      const { before, bar, after } = progressBar(report, secondsLeft(report, examples), columns);
      screen.write(`${CLEAR_LINE}    ${before}${colors.cyan(bar[0])}${colors.dim(bar[1])}${after}`);
    },
    epoch(record, info) {
      const line = epochLine(record, info);
      above(info.best ? line.replace(/best$/, colors.green('best')) : line);
    },
    note: above,
    end: () => void screen.write(CLEAR_LINE),
  };
}

/** A line for each epoch: for logs and pipes. With `--json` it says nothing. */
const plainView = (output: Output): ProgressView => ({
  start: () => output.line(EPOCH_HEADER),
  progress() {},
  epoch: (record, info) => output.line(epochLine(record, info)),
  note: (text) => output.line(text),
  end() {},
});

const column = (text: string): string => text.padStart(12);

const EPOCH_HEADER = `${'epoch'.padStart(9)}${['train loss', 'accuracy', 'valid. loss', 'accuracy'].map(column).join('')}`;

/** The numbers of an epoch under {@link EPOCH_HEADER}. */
function epochLine(record: EpochRecord, { epochs, best }: { epochs: number; best: boolean }): string {
  const { trainLoss, trainAccuracy, validationLoss, validationAccuracy } = record;
  const numbers = [
    loss(trainLoss),
    share(trainAccuracy),
    validationLoss === undefined ? '' : loss(validationLoss),
    validationAccuracy === undefined ? '' : share(validationAccuracy),
  ];
  const line = `${`${record.epoch}/${epochs}`.padStart(9)}${numbers.map(column).join('')}`;
  return best ? `${line}  best` : line;
}

interface Bar {
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

/** A loss with three decimals; one that has run away as a power of ten. */
export const loss = (value: number): string => (value < 1e4 ? value.toFixed(3) : value.toExponential(1));
