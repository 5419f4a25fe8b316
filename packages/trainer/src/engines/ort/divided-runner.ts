import type { InferenceSession } from 'onnxruntime-node';
import type { Tensors } from '../feeds.js';
import { Baton } from './baton.js';
import type { Client } from './client.js';
import { cut, stack } from './cut.js';
import { free } from './free.js';
import { gradientOf, stepOf } from './part-answers.js';
import type { DividedProgram, SessionSettings } from './protocol.js';
import type { Ort } from './sessions.js';
import { dataOf, numbers, type OrtTensors, toOrt, vector, withoutNext } from './tensors.js';

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
  // In one thread: others would spin for a while where the parts are to compute.
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
    const gradients = await session(program.gradient, each);
    return {
      begin(feeds, carried) {
        let states = carried;
        return {
          async result(k, current) {
            const result = await gradientOf(ort, gradients, current, { ...stepOf(feeds, k), ...states });
            states = result.carried;
            return result;
          },
          end: async () => states,
          stop: () => free(dataOf(feeds)),
        };
      },
    };
  };
  const there = async (client: Client, each: SessionSettings): Promise<Teammate> => {
    const baton = new Baton();
    const [gradient, sums] = [sharedVector(size), sharedVector(4)];
    const shared = { parameters, gradient, sums, baton: baton.memory };
    const handle = await client.call('openPart', program.gradient, each, shared);
    return {
      begin(feeds, carried, steps) {
        baton.reset();
        const states = client.call('part', handle, feeds, carried, steps);
        let failed = false;
        states.catch(() => {
          failed = true;
        });
        return {
          release: () => baton.release(),
          async result(k) {
            while (!baton.finished(k + 1)) {
              if (failed) await states;
              // A turn of the event loop, which tells if the helper has failed.
              await new Promise((resolve) => setImmediate(resolve));
            }
            return { gradient, sums };
          },
          end: () => states,
          stop: () => baton.stop(),
        };
      },
      close: () => client.call('closePart', handle),
    };
  };

  /** The parameters and slots after a step. */
  const update = async (state: OrtTensors, scalars: Float32Array, results: readonly PartGradient[]) => {
    const [{ gradient, sums }, ...others] = results as [PartGradient, ...PartGradient[]];
    for (const other of others) {
      addTo(gradient, other.gradient);
      addTo(sums, other.sums);
    }
    const { scores, ...next } = (await updates.run({
      ...state,
      scalars: vector(ort, scalars),
      gradient: vector(ort, gradient),
      sums: vector(ort, sums),
    })) as OrtTensors;
    return { scores: numbers(scores), state: withoutNext(next) };
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

      const isState = (name: string) => name === 'parameters' || name.startsWith('slot_');
      let state = Object.fromEntries(Object.entries(feeds).filter(([name]) => isState(name)));
      const work = some.map((member, k) => {
        const [from, to] = [k, k + 1].map((edge) => Math.round((edge * batch) / parts)) as [number, number];
        const part = (names: readonly [string, number][]) =>
          Object.fromEntries(names.map(([name, axis]) => [name, cut(feeds[name]!, axis, from, to)]));
        return member.begin(
          part(data.map(([name, axis]) => [name, axis + 1])),
          part(program.carried.map((name) => [name, 0])),
          steps,
        );
      });
      const [losses, correct, counts] = [0, 1, 2].map(() => new Float32Array(steps)) as [
        Float32Array,
        Float32Array,
        Float32Array,
      ];
      try {
        for (let k = 0; k < steps; k++) {
          parameters.set(numbers(state.parameters));
          for (const { release } of work) release?.();
          const results: PartGradient[] = [];
          // One's own first, as the others are waited for.
          for (const { result } of work) results.push(await result(k, state.parameters!));
          const done = await update(state, numbers(scalars).slice(k * width, (k + 1) * width), results);
          [losses[k], correct[k], counts[k]] = done.scores as unknown as [number, number, number];
          free(results.map(({ gradient }) => gradient));
          // The first one is the caller's.
          if (k > 0) free(dataOf(state));
          ({ state } = done);
        }
      } finally {
        for (const { stop } of work) stop?.();
        await Promise.allSettled(work.map(({ end }) => end()));
      }
      const carried = await Promise.all(work.map(({ end }) => end()));
      const states = Object.fromEntries(
        program.carried.map((name) => [name, stack(carried.map((part) => part[name]!))]),
      );
      const next = Object.entries({ ...state, ...toOrt(ort, states) });
      return {
        losses: vector(ort, losses),
        correct: vector(ort, correct),
        counts: vector(ort, counts),
        ...Object.fromEntries(next.map(([name, tensor]) => [`next_${name}`, tensor])),
      };
    },
    async close() {
      // One whose thread has ended has nothing to give back.
      for (const member of team.values()) await member.then(({ close }) => close?.()).catch(() => undefined);
    },
  };
}

interface PartGradient {
  gradient: Float32Array;
  sums: Float32Array;
}

/** Who computes gradients of parts of batches. */
interface Teammate {
  begin(feeds: Tensors, carried: Tensors, steps: number): PartWork;
  close?(): Promise<unknown>;
}

/** The parts of a run's batches that one computes. */
interface PartWork {
  /** Lets another thread begin with the next step. */
  release?(): void;
  /** What step `k` gives. */
  result(k: number, parameters: OrtTensors[string]): Promise<PartGradient>;
  /** The next carried states. */
  end(): Promise<Tensors>;
  /** Takes back what has been released, and gives back the batches' memory. */
  stop?(): void;
}

function addTo(sum: Float32Array, vector: Float32Array): void {
  for (let k = 0; k < sum.length; k++) sum[k]! += vector[k]!;
}

const sharedVector = (size: number): Float32Array =>
  new Float32Array(new SharedArrayBuffer(size * Float32Array.BYTES_PER_ELEMENT));
