import type { CompiledModel, RunScores } from './engines/engine.js';
import type { ExampleStream, StreamedExample } from './examples/example-stream.js';
import { streamedBatch } from './examples/streamed-batch.js';

/** What looks at each batch that was scored: the model's outputs, and which examples they are of. */
export type Visit = (outputs: Float32Array, indices: Uint32Array, steps: number, scores: RunScores) => void;

/** Examples that are scored at once, at most. */
const MOST_EXAMPLES = 1024;

/**
 * Scores a stream of examples once through, in batches of those that come one after another.
 *
 * @param stepsAtOnce - Time steps of a batch, padding included, at most.
 * @param visit - Called for each batch; `indices` are the places of its examples in the stream.
 */
export async function visitExampleStream(
  model: CompiledModel,
  stream: ExampleStream,
  stepsAtOnce: number,
  visit: Visit,
): Promise<void> {
  let first = 0;
  let group: StreamedExample[] = [];
  let longest = 1;
  const score = async (): Promise<void> => {
    if (group.length === 0) return;
    const { batch, shape } = streamedBatch(group, first);
    const indices = Uint32Array.from(group, (_, k) => first + k);
    const scores = await model.evaluate(batch, shape);
    visit(scores.outputs, indices, shape.steps, scores);
    first += group.length;
    group = [];
    longest = 1;
  };
  const iteration = stream.iterate();
  try {
    for (;;) {
      const { done, value } = await iteration.next();
      if (done) break;
      const steps = Math.max(longest, stepsOf(value));
      const fits = group.length < MOST_EXAMPLES && (group.length + 1) * steps <= stepsAtOnce;
      if (!fits) await score();
      longest = Math.max(longest, stepsOf(value));
      group.push(value);
    }
    await score();
  } finally {
    await iteration.return?.();
  }
}

/** Time steps of what should be an example. */
const stepsOf = (example: unknown): number => {
  const { ids, steps } = Object(example) as { ids?: ArrayLike<number>; steps?: number };
  return ids?.length ?? steps ?? 1;
};
