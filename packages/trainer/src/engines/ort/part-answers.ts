import type { InferenceSession } from 'onnxruntime-node';
import type { Tensor, Tensors } from '../feeds.js';
import { Baton } from './baton.js';
import { slice } from './cut.js';
import { free } from './free.js';
import type { Answers, SessionSettings, SharedPart } from './protocol.js';
import type { Ort } from './sessions.js';
import { dataOf, numbers, type OrtTensors, toOrt, vector, withoutNext } from './tensors.js';

/** Whether this thread takes denormal numbers as zero. */
export const flushesDenormals = (): boolean => Number('1e-310') * Number('1') === 0;

/** What a helper answers: gradients of parts of batches. */
export function partAnswers(
  ort: Ort,
  session: (model: Uint8Array, settings: SessionSettings) => Promise<InferenceSession>,
): Pick<Answers, 'flushes' | 'openPart' | 'part' | 'closePart'> {
  const open = new Map<number, SharedPart & { session: InferenceSession }>();
  let handles = 0;
  return {
    flushes: async () => flushesDenormals(),
    async openPart(gradient, settings, shared) {
      open.set(++handles, { ...shared, session: await session(gradient, settings) });
      return handles;
    },
    async part(handle, feeds, carried, steps) {
      const { session, parameters, gradient, sums, baton: memory } = open.get(handle)!;
      const baton = new Baton(memory);
      let states = carried;
      for (let k = 0; k < steps && baton.released(k + 1); k++) {
        // A copy: the binding of ONNX Runtime does not read shared memory.
        const own = vector(ort, parameters.slice());
        const result = await gradientOf(ort, session, own, { ...stepOf(feeds, k), ...states });
        gradient.set(result.gradient);
        sums.set(result.sums);
        free([numbers(own), result.gradient]);
        states = result.carried;
        baton.finish();
      }
      free(dataOf(feeds));
      return states;
    },
    async closePart(handle) {
      open.delete(handle);
      return undefined;
    },
  };
}

/** Runs the gradient program for a part of a batch. */
export async function gradientOf(
  ort: Ort,
  session: InferenceSession,
  parameters: OrtTensors[string],
  feeds: Tensors,
): Promise<{ gradient: Float32Array; sums: Float32Array; carried: Tensors }> {
  const results = await session.run({ parameters, ...toOrt(ort, feeds) });
  const { gradient, sums, ...next } = results as OrtTensors;
  return { gradient: numbers(gradient), sums: numbers(sums), carried: plain(withoutNext(next)) };
}

/** The feeds of one step of a run. */
export const stepOf = (feeds: Tensors, k: number): Tensors =>
  Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, slice(tensor, k)]));

/** Tensors that can be sent to another thread. */
const plain = (tensors: OrtTensors): Tensors =>
  Object.fromEntries(
    Object.entries(tensors).map(([name, { type, dims, data }]) => [
      name,
      { type, dims: [...dims], data } as Tensor,
    ]),
  );
