import { isExampleStream } from '../examples/example-stream.js';
import { isStream } from '../examples/token-stream.js';
import type { ResolvedOptions } from '../fit-options.js';
import { ExampleStreamSource } from './example-stream-source.js';
import { examplesSource, tokenStreamSource } from './planned-source.js';
import type { BatchSource } from './source.js';

export type { Batches, BatchSource } from './source.js';

/** The batches of the data that a training is given: one source for each kind. */
export function sourceOf({ train, batch, stepsPerEpoch }: ResolvedOptions): BatchSource {
  if (isStream(train)) return tokenStreamSource(train, batch);
  if (isExampleStream(train)) return new ExampleStreamSource(train, batch, stepsPerEpoch);
  return examplesSource(train, batch);
}
