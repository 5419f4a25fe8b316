import { peerError, reasonOf } from '@rnnlab/shared';
import { InferenceError } from './error.js';

/**
 * Loads ONNX Runtime for Node.js, on the CPU. It is imported on use.
 *
 * @throws {InferenceError} When it is not installed.
 */
export async function loadRuntime(): Promise<Runtime> {
  const { env, InferenceSession, Tensor } = await import('onnxruntime-node').catch((error: unknown) => {
    throw peerError('onnxruntime-node', error, InferenceError);
  });
  // Its errors come as exceptions; what it would print beside them is noise. This is about its start.
  if (env.logLevel === undefined || env.logLevel === 'warning') env.logLevel = 'error';
  return {
    async open(bytes, threads) {
      const session = await InferenceSession.create(bytes, {
        intraOpNumThreads: threads,
        interOpNumThreads: 1,
        logSeverityLevel: 4,
      }).catch((error: unknown) => {
        throw new InferenceError(`ONNX Runtime refuses it (${reasonOf(error)})`, { cause: error });
      });
      return {
        async run<Name extends string>(feeds: Record<string, Feed>, outputs: readonly Name[]) {
          const tensors = Object.entries(feeds).map(([name, feed]) => [
            name,
            feed.type === 'int32'
              ? new Tensor('int32', feed.data, feed.dims)
              : new Tensor('float32', feed.data, feed.dims),
          ]);
          const results = await session.run(Object.fromEntries(tensors), [...outputs]);
          return results as unknown as Record<Name, Result>;
        },
        close: () => session.release(),
      };
    },
  };
}

/** Something that runs ONNX graphs: one file each. */
interface Runtime {
  /** @param threads - Threads inside an operator. */
  open(bytes: Uint8Array, threads: number): Promise<Session>;
}

/** An input tensor, row-major. */
export type Feed = { dims: readonly number[] } & (
  | { type: 'int32'; data: Int32Array }
  | { type: 'float32'; data: Float32Array }
);

/** An output tensor, row-major. */
export interface Result {
  dims: readonly number[];
  data: Float32Array | Int32Array;
}

/** A model that a runtime has loaded. */
export interface Session {
  /** Computes outputs of one batch, and no others. */
  run<Name extends string>(
    feeds: Record<string, Feed>,
    outputs: readonly Name[],
  ): Promise<Record<Name, Result>>;
  close(): Promise<void>;
}

/** A session with errors in sentences, which is closed after pending work. */
export interface GuardedSession {
  /** Computes outputs of one batch. @throws InferenceError if the runtime fails */
  run(feeds: Record<string, Feed>, outputs: readonly string[]): Promise<Record<string, Result>>;
  /** The probabilities of each row of a batch. @throws InferenceError if they are not such */
  probabilities(feeds: Record<string, Feed>, rows: number): Promise<Float32Array[]>;
  /** Does work that `close` waits for. @throws InferenceError after `close` */
  whileOpen<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * Guards a session.
 *
 * @param classes - The number of probabilities of a row.
 */
export function guardSession(session: Session, classes: number): GuardedSession {
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
    async whileOpen(work) {
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
