import { InferenceError, reasonOf } from '../error.js';
import { importPeer } from './import-peer.js';
import type { Runtime } from './runtime.js';

/**
 * ONNX Runtime for Node.js, on the CPU. It is imported on use.
 *
 * @throws InferenceError if it is not installed
 */
export async function onnxruntimeNode(): Promise<Runtime> {
  const { env, InferenceSession, Tensor } = await importPeer(
    'onnxruntime-node',
    () => import('onnxruntime-node'),
  );
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
        async probabilities({ ids, lengths, batch, steps }) {
          const feeds = {
            ids: new Tensor('int32', ids, [batch, steps]),
            lengths: new Tensor('int32', lengths, [batch]),
          };
          const results = await session.run(feeds, ['probabilities']);
          return results.probabilities!.data as Float32Array;
        },
        close: () => session.release(),
      };
    },
  };
}
