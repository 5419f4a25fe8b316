import { reasonOf } from '@rnnlab/shared';
import { InferenceError } from '../error.js';
import type { Feed, Result, Session } from '../runtimes/runtime.js';

/** A session with errors in sentences, that is closed after what is under way. */
export interface GuardedSession {
  /** Computes outputs of one batch. @throws InferenceError if the runtime fails */
  run(feeds: Record<string, Feed>, outputs: readonly string[]): Promise<Record<string, Result>>;
  /** The probabilities of each row of a batch. @throws InferenceError if they are not such */
  probabilities(feeds: Record<string, Feed>, rows: number): Promise<Float32Array[]>;
  /** Does work that `close` waits for. @throws InferenceError after `close` */
  working<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** @param classes - How many probabilities a row has. */
export function guarded(session: Session, classes: number): GuardedSession {
  const running = new Set<Promise<unknown>>();
  let closed: Promise<void> | undefined;

  const run: GuardedSession['run'] = (feeds, outputs) =>
    session.run(feeds, outputs).catch((error: unknown) => {
      throw new InferenceError(`ONNX Runtime cannot run the model: ${reasonOf(error)}.`, { cause: error });
    });

  return {
    run,
    async probabilities(feeds, rows) {
      const { probabilities } = await run(feeds, ['probabilities']);
      const values = probabilities!.data as Float32Array;
      if (values.length !== rows * classes) {
        throw new InferenceError(
          `ONNX Runtime gave ${values.length} probabilities, expected ${rows} × ${classes}: the file is damaged.`,
        );
      }
      if (!values.every(Number.isFinite)) {
        throw new InferenceError(
          'ONNX Runtime gave probabilities that are not numbers: the weights are damaged.',
        );
      }
      return Array.from({ length: rows }, (_, row) => values.slice(row * classes, (row + 1) * classes));
    },
    async working(work) {
      if (closed) throw new InferenceError('The model is closed; load it again to predict.');
      const result = work();
      running.add(result);
      return result.finally(() => running.delete(result));
    },
    close() {
      closed ??= Promise.allSettled(running).then(() => session.close());
      return closed;
    },
  };
}
