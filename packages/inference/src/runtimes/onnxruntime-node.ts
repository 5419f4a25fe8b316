import { peerError, reasonOf } from '@rnnlab/shared';
import { InferenceError } from '../error.js';
import type { Feed, Result, Runtime } from './runtime.js';

/**
 * ONNX Runtime for Node.js, on the CPU. It is imported on use.
 *
 * @throws InferenceError if it is not installed
 */
export async function onnxruntimeNode(): Promise<Runtime> {
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
