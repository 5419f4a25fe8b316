import type { Output } from '../terminal/output.js';
import { liveView } from './live.js';
import { plainView } from './plain.js';
import type { ProgressView } from './view.js';

export type { ProgressView } from './view.js';

/** The view that suits an output: a bar on a terminal, plain lines elsewhere. */
export const progressView = (output: Output): ProgressView =>
  output.screen ? liveView(output, output.screen) : plainView(output);
