import type { Output } from '../terminal/output.js';
import { progressBar, secondsLeft } from './bar.js';
import { EPOCH_HEADER, epochLine } from './epoch-line.js';
import type { ProgressView } from './view.js';

const CLEAR_LINE = '\r\x1b[K';
const MILLISECONDS_PER_FRAME = 80;

/** A line for each epoch, and under them a bar that is drawn again and again. */
export function liveView({ colors }: Output, screen: NodeJS.WriteStream): ProgressView {
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
