import type { Output } from '../terminal/output.js';
import { EPOCH_HEADER, epochLine } from './epoch-line.js';
import type { ProgressView } from './view.js';

/** A line for each epoch: for logs and pipes. With `--json` it says nothing. */
export const plainView = (output: Output): ProgressView => ({
  start: () => output.line(EPOCH_HEADER),
  progress() {},
  epoch: (record, info) => output.line(epochLine(record, info)),
  note: (text) => output.line(text),
  end() {},
});
