import type { InferenceSession } from 'onnxruntime-node';
import type { Tensor, Tensors } from '../feeds.js';
import type { Answers, SessionSettings } from './protocol.js';
import type { Ort } from './sessions.js';
import { numbers, type OrtTensors, toOrt, vector, withoutNext } from './tensors.js';

/** Whether this thread takes denormal numbers as zero. */
export const flushesDenormals = (): boolean => Number('1e-310') * Number('1') === 0;

/** What a helper answers: gradients of parts of batches. */
export function partAnswers(
  ort: Ort,
  session: (model: Uint8Array, settings: SessionSettings) => Promise<InferenceSession>,
): Pick<Answers, 'flushes' | 'openPart' | 'part' | 'closePart'> {
  const open = new Map<
    number,
    { run: InferenceSession['run']; parameters: Float32Array; result: Float32Array }
  >();
  let handles = 0;
  return {
    flushes: async () => flushesDenormals(),
    async openPart(gradient, settings, parameters, result) {
      const part = await session(gradient, settings);
      open.set(++handles, { run: (feeds: OrtTensors) => part.run(feeds), parameters, result });
      return handles;
    },
    async part(handle, feeds) {
      const { run, parameters, result } = open.get(handle)!;
      // A copy: the binding of ONNX Runtime does not read shared memory.
      const own = vector(ort, Float32Array.from(parameters));
      const { gradient, sums, ...next } = await run({ parameters: own, ...toOrt(ort, feeds) });
      result.set(numbers(gradient));
      return { sums: numbers(sums), carried: plain(withoutNext(next as OrtTensors)) };
    },
    async closePart(handle) {
      open.delete(handle);
      return undefined;
    },
  };
}

/** Tensors that can be sent to another thread. */
export const plain = (tensors: OrtTensors): Tensors =>
  Object.fromEntries(
    Object.entries(tensors).map(([name, { type, dims, data }]) => [
      name,
      { type, dims: [...dims], data } as Tensor,
    ]),
  );
