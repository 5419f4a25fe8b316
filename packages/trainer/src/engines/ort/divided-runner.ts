import type { InferenceSession } from 'onnxruntime-node';
import type { Tensors } from '../feeds.js';
import type { Client } from './client.js';
import { cut, slice, stack } from './cut.js';
import { plain } from './part-answers.js';
import type { DividedProgram, PartResult, SessionSettings } from './protocol.js';
import type { Ort } from './sessions.js';
import { numbers, type OrtTensors, toOrt, vector, withoutNext } from './tensors.js';

/** Something that takes a training program's inputs and gives its outputs. */
export interface Runner {
  run(feeds: OrtTensors): Promise<OrtTensors>;
  /** Gives back what it holds, if that is more than a session. */
  close?(): Promise<void>;
}

/**
 * Trains on parts of batches side by side: on one here, and on each other one in a helper's thread. There are as many parts
 * as threads, if that leaves enough examples for each. The parameters and the helpers' gradients are in memory that all
 * threads see.
 *
 * @param helper - The k-th helper.
 */
export async function dividedRunner(
  ort: Ort,
  session: (model: Uint8Array, settings: SessionSettings) => Promise<InferenceSession>,
  helper: (k: number) => Client,
  program: DividedProgram,
  settings: SessionSettings,
): Promise<Runner> {
  const { threads } = settings;
  const size = program.parameters;
  const updates = await session(program.update, { ...settings, threads: 1 });
  const parameters = sharedVector(size);
  const team = new Map<string, Promise<Teammate>>();
  /** Who computes the k-th part, with some threads. */
  const teammate = (k: number, each: SessionSettings): Promise<Teammate> => {
    const key = `${k} ${each.threads}`;
    const known = team.get(key) ?? (k === 0 ? here(each) : there(helper(k - 1), each));
    team.set(key, known);
    known.catch(() => team.delete(key));
    return known;
  };
  const here = async (each: SessionSettings): Promise<Teammate> => {
    const part = await session(program.gradient, each);
    return {
      async compute(current, feeds) {
        const inputs = { parameters: current.parameters!, ...toOrt(ort, feeds) };
        const { gradient, sums, ...next } = (await part.run(inputs)) as OrtTensors;
        return { gradient: numbers(gradient), sums: numbers(sums), carried: plain(withoutNext(next)) };
      },
    };
  };
  const there = async (client: Client, each: SessionSettings): Promise<Teammate> => {
    const gradient = sharedVector(size);
    const handle = await client.call('openPart', program.gradient, each, parameters, gradient);
    return {
      compute: async (_, feeds) => ({ ...(await client.call('part', handle, feeds)), gradient }),
      close: () => client.call('closePart', handle),
    };
  };

  /** One step: the gradients of all parts, then the update. */
  const step = async (
    state: OrtTensors,
    scalars: Float32Array,
    some: readonly Teammate[],
    feeds: readonly Tensors[],
  ) => {
    parameters.set(numbers(state.parameters));
    const results = await Promise.all(some.map(({ compute }, k) => compute(state, feeds[k]!)));
    const rows = (vectors: readonly Float32Array[]) => {
      const [width, all] = [vectors[0]!.length, new Float32Array(vectors.length * vectors[0]!.length)];
      for (const [k, row] of vectors.entries()) all.set(row, k * width);
      return new ort.Tensor('float32', all, [vectors.length, width]);
    };
    const { scores, ...next } = (await updates.run({
      ...state,
      scalars: vector(ort, scalars),
      gradients: rows(results.map(({ gradient }) => gradient)),
      sums: rows(results.map(({ sums }) => sums)),
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
      const parts = Math.max(1, Math.min(threads, Math.floor(batch / program.leastPart)));
      const each = { ...settings, threads: Math.floor(threads / parts) };
      const some = await Promise.all(Array.from({ length: parts }, (_, k) => teammate(k, each)));
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
        const done = await step(state, row, some, inputs);
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
      // One whose thread has ended has nothing to give back.
      for (const member of team.values()) await member.then(({ close }) => close?.()).catch(() => undefined);
    },
  };
}

/** Who computes gradients of parts of batches. */
interface Teammate {
  compute(state: OrtTensors, feeds: Tensors): Promise<PartResult & { gradient: Float32Array }>;
  close?(): Promise<unknown>;
}

const sharedVector = (size: number): Float32Array =>
  new Float32Array(new SharedArrayBuffer(size * Float32Array.BYTES_PER_ELEMENT));
