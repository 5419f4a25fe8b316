import type { InferenceSession } from 'onnxruntime-node';
import type { Tensors } from '../feeds.js';
import type { Client } from './client.js';
import { cut, slice, stack } from './cut.js';
import { plain } from './part-answers.js';
import type { DividedProgram, SessionSettings } from './protocol.js';
import type { Ort } from './sessions.js';
import { numbers, type OrtTensors, toOrt, vector, withoutNext } from './tensors.js';

/** Something that takes a training program's inputs and gives its outputs. */
export interface Runner {
  run(feeds: OrtTensors): Promise<OrtTensors>;
  /** Gives back what it holds, if that is more than a session. */
  close?(): Promise<void>;
}

/**
 * Trains on parts of batches side by side: on one here, and on each other one in a helper's thread, with as many threads for
 * each as there are for all of them. The parameters and the helpers' gradients are in memory that all threads see.
 *
 * @param helpers - One for each part but the first.
 */
export async function dividedRunner(
  ort: Ort,
  session: (model: Uint8Array, settings: SessionSettings) => Promise<InferenceSession>,
  helpers: readonly Client[],
  program: DividedProgram,
  settings: SessionSettings,
): Promise<Runner> {
  const parts = helpers.length + 1;
  const each = { ...settings, threads: Math.max(1, Math.floor(settings.threads / parts)) };
  const parameters = sharedVector(program.parameters);
  const team = await Promise.all(
    helpers.map(async (helper) => {
      const result = sharedVector(program.parameters);
      const handle = await helper.call('openPart', program.gradient, each, parameters, result);
      return {
        async gradient(feeds: Tensors) {
          const answer = await helper.call('part', handle, feeds);
          return { ...answer, gradient: Float32Array.from(result) };
        },
        close: () => helper.call('closePart', handle),
      };
    }),
  );
  const gradients = await session(program.gradient, each);
  const updates = await session(program.update, settings);
  const ownGradient = async (current: OrtTensors, feeds: Tensors) => {
    const inputs = { parameters: current.parameters!, ...toOrt(ort, feeds) };
    const { gradient, sums, ...next } = (await gradients.run(inputs)) as OrtTensors;
    return { gradient: numbers(gradient), sums: numbers(sums), carried: plain(withoutNext(next)) };
  };

  /** One step: the gradients of all parts, then the update. */
  const step = async (state: OrtTensors, scalars: Float32Array, feeds: readonly Tensors[]) => {
    parameters.set(numbers(state.parameters));
    const [own, ...others] = feeds as [Tensors, ...Tensors[]];
    const results = await Promise.all([
      ownGradient(state, own),
      ...others.map((part, k) => team[k]!.gradient(part)),
    ]);
    const ofParts = results.flatMap(({ gradient, sums }, k): [string, Float32Array][] => [
      [`gradient_${k}`, gradient],
      [`sums_${k}`, sums],
    ]);
    const { scores, ...next } = (await updates.run({
      ...state,
      scalars: vector(ort, scalars),
      ...Object.fromEntries(ofParts.map(([name, data]) => [name, vector(ort, data)])),
    })) as OrtTensors;
    return {
      scores: numbers(scores),
      state: withoutNext(next),
      carried: results.map((part) => part.carried),
    };
  };

  return {
    async run({ scalars, ...feeds }) {
      const [steps, width] = scalars!.dims as [number, number];
      const data = Object.entries(program.axes);
      const [anyName, anyAxis] = data[0]!;
      const batch = feeds[anyName]!.dims[1 + anyAxis]!;
      const bounds = Array.from({ length: parts + 1 }, (_, k) => Math.round((k * batch) / parts));
      const eachPart = <Result>(of: (from: number, to: number, part: number) => Result): Result[] =>
        bounds.slice(1).map((to, k) => of(bounds[k]!, to, k));

      const isState = (name: string) => name === 'parameters' || name.startsWith('slot_');
      let state = Object.fromEntries(Object.entries(feeds).filter(([name]) => isState(name)));
      let carried = eachPart((from, to) =>
        Object.fromEntries(program.carried.map((name) => [name, cut(feeds[name]!, 0, from, to)])),
      );
      const [losses, correct, counts] = [0, 1, 2].map(() => new Float32Array(steps)) as [
        Float32Array,
        Float32Array,
        Float32Array,
      ];
      for (let k = 0; k < steps; k++) {
        const inputs = eachPart((from, to, part) => ({
          ...Object.fromEntries(
            data.map(([name, axis]) => [name, cut(slice(feeds[name]!, k), axis, from, to)]),
          ),
          ...carried[part]!,
        }));
        const row = numbers(scalars).slice(k * width, (k + 1) * width);
        const done = await step(state, row, inputs);
        [losses[k], correct[k], counts[k]] = done.scores as unknown as [number, number, number];
        ({ state, carried } = done);
      }
      const next = {
        ...state,
        ...toOrt(
          ort,
          Object.fromEntries(
            program.carried.map((name) => [name, stack(carried.map((part) => part[name]!))]),
          ),
        ),
      };
      return {
        losses: vector(ort, losses),
        correct: vector(ort, correct),
        counts: vector(ort, counts),
        ...Object.fromEntries(Object.entries(next).map(([name, tensor]) => [`next_${name}`, tensor])),
      };
    },
    async close() {
      await Promise.all(team.map((helper) => helper.close()));
    },
  };
}

const sharedVector = (size: number): Float32Array =>
  new Float32Array(new SharedArrayBuffer(size * Float32Array.BYTES_PER_ELEMENT));
