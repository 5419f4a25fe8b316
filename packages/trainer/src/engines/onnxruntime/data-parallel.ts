import type { InferenceSession } from 'onnxruntime-node';
import type { Tensors } from '../feeds.js';
import type { DataParallelProgram, Handlers, SessionSettings, ShardMemory } from './protocol.js';
import type { Client } from './rpc.js';
import { StepGate } from './step-gate.js';
import {
  concatenate,
  dataOf,
  entryView,
  float32Data,
  free,
  fromOrt,
  type Ort,
  type OrtTensors,
  sliceAxis,
  toOrt,
  vectorTensor,
  withoutNextPrefix,
} from './tensors.js';

type CreateSession = (model: Uint8Array, settings: SessionSettings) => Promise<InferenceSession>;

/** Runs a training program: takes its inputs and gives its outputs. */
export interface Runner {
  run(feeds: OrtTensors): Promise<OrtTensors>;
  /** Releases what it holds, if that is more than a session. */
  close?(): Promise<void>;
}

/**
 * Trains data-parallel: each batch is split into shards, one for this thread and one for each remote worker. There are as
 * many shards as threads, if that leaves enough examples for each. The parameters and the gradients of remote workers are
 * in shared memory.
 *
 * @param client - Gives the client of the k-th remote worker.
 */
export async function dataParallelRunner(
  ort: Ort,
  session: CreateSession,
  client: (k: number) => Client,
  program: DataParallelProgram,
  settings: SessionSettings,
): Promise<Runner> {
  const { threads } = settings;
  // In one thread: others would spin for a while where the shards are to compute.
  const updates = await session(program.update, { ...settings, threads: 1 });
  const parameters = sharedVector(program.parameters);
  const workers = new Map<string, Promise<ShardWorker>>();
  /** The worker of the k-th shard, which computes with `perShard.threads` threads. */
  const workerOf = (k: number, perShard: SessionSettings): Promise<ShardWorker> => {
    const key = `${k} ${perShard.threads}`;
    const worker =
      workers.get(key) ??
      (k === 0
        ? localWorker(ort, session, program, perShard)
        : remoteWorker(client(k - 1), program, perShard, parameters));
    workers.set(key, worker);
    worker.catch(() => workers.delete(key));
    return worker;
  };

  /** Adds up the gradients; gives the parameters and slots after the step. */
  const update = async (state: OrtTensors, scalars: Float32Array, gradients: readonly ShardGradient[]) => {
    const [{ gradient, sums }, ...others] = gradients as [ShardGradient, ...ShardGradient[]];
    for (const other of others) {
      addTo(gradient, other.gradient);
      addTo(sums, other.sums);
    }
    const { scores, ...next } = (await updates.run({
      ...state,
      scalars: vectorTensor(ort, scalars),
      gradient: vectorTensor(ort, gradient),
      sums: vectorTensor(ort, sums),
    })) as OrtTensors;
    return { scores: float32Data(scores), state: withoutNextPrefix(next) };
  };

  return {
    async run({ scalars, ...feeds }) {
      const [steps, width] = scalars!.dims as [number, number];
      const axes = Object.entries(program.axes);
      const [firstName, firstAxis] = axes[0]!;
      const batch = feeds[firstName]!.dims[1 + firstAxis]!;
      const count = Math.max(1, Math.min(threads, Math.floor(batch / program.minimumShard)));
      const perShard = { ...settings, threads: Math.floor(threads / count) };
      const members = await Promise.all(Array.from({ length: count }, (_, k) => workerOf(k, perShard)));

      const isState = (name: string) => name === 'parameters' || name.startsWith('slot_');
      let state = Object.fromEntries(Object.entries(feeds).filter(([name]) => isState(name)));
      const shards = members.map((worker, k) => {
        const [from, to] = [k, k + 1].map((edge) => Math.round((edge * batch) / count)) as [number, number];
        const slices = (names: readonly [string, number][]) =>
          Object.fromEntries(names.map(([name, axis]) => [name, sliceAxis(feeds[name]!, axis, from, to)]));
        return worker.begin(
          slices(axes.map(([name, axis]) => [name, axis + 1])),
          slices(program.carried.map((name) => [name, 0])),
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
          parameters.set(float32Data(state.parameters));
          for (const { release } of shards) release?.();
          const gradients: ShardGradient[] = [];
          // The local shard comes first, as the remote ones are waited for.
          for (const { gradientOf } of shards) gradients.push(await gradientOf(k, state.parameters!));
          const updated = await update(
            state,
            float32Data(scalars).slice(k * width, (k + 1) * width),
            gradients,
          );
          [losses[k], correct[k], counts[k]] = updated.scores as unknown as [number, number, number];
          free(gradients.map(({ gradient }) => gradient));
          // The first state is the caller's.
          if (k > 0) free(dataOf(state));
          ({ state } = updated);
        }
      } finally {
        for (const { stop } of shards) stop();
        await Promise.allSettled(shards.map(({ carried }) => carried()));
      }
      const carried = await Promise.all(shards.map((shard) => shard.carried()));
      const joined = Object.fromEntries(
        program.carried.map((name) => [name, concatenate(carried.map((states) => states[name]!))]),
      );
      const next = Object.entries({ ...state, ...toOrt(ort, joined) });
      return {
        losses: vectorTensor(ort, losses),
        correct: vectorTensor(ort, correct),
        counts: vectorTensor(ort, counts),
        ...Object.fromEntries(next.map(([name, tensor]) => [`next_${name}`, tensor])),
      };
    },
    async close() {
      // A worker whose thread has ended holds nothing.
      for (const worker of workers.values()) {
        await worker.then(({ close }) => close?.()).catch(() => undefined);
      }
    },
  };
}

/** Computes the gradients of one shard of each batch. */
interface ShardWorker {
  begin(feeds: Tensors, carried: Tensors, steps: number): ShardRun;
  close?(): Promise<unknown>;
}

/** One shard of the batches of a run. */
interface ShardRun {
  /** Lets a remote worker begin its next step. */
  release?(): void;
  /** The gradient of step `k`. */
  gradientOf(k: number, parameters: OrtTensors[string]): Promise<ShardGradient>;
  /** The next carried states. */
  carried(): Promise<Tensors>;
  /** Ends the run, also before its last step, and frees its batches. */
  stop(): void;
}

interface ShardGradient {
  gradient: Float32Array;
  /** Sums of the shard's scores. */
  sums: Float32Array;
}

/** A worker on this thread. */
async function localWorker(
  ort: Ort,
  session: CreateSession,
  { gradient }: DataParallelProgram,
  settings: SessionSettings,
): Promise<ShardWorker> {
  const gradients = await session(gradient, settings);
  return {
    begin(feeds, carried) {
      let states = carried;
      return {
        async gradientOf(k, parameters) {
          const step = await runGradient(ort, gradients, parameters, { ...stepFeeds(feeds, k), ...states });
          states = step.carried;
          return step;
        },
        carried: async () => states,
        stop: () => free(dataOf(feeds)),
      };
    },
  };
}

/** A worker on another thread, which serves {@link shardHandlers}. */
async function remoteWorker(
  client: Client,
  program: DataParallelProgram,
  settings: SessionSettings,
  parameters: Float32Array,
): Promise<ShardWorker> {
  const gate = new StepGate();
  const [gradient, sums] = [sharedVector(program.parameters), sharedVector(4)];
  const memory = { parameters, gradient, sums, gate: gate.memory };
  const handle = await client.call('openShard', program.gradient, settings, memory);
  return {
    begin(feeds, carried, steps) {
      gate.reset();
      const states = client.call('trainShard', handle, feeds, carried, steps);
      let failed = false;
      states.catch(() => {
        failed = true;
      });
      return {
        release: () => gate.release(),
        async gradientOf(k) {
          while (!gate.finished(k + 1)) {
            if (failed) await states;
            // A turn of the event loop, in which a failure of the worker arrives.
            await new Promise((resolve) => setImmediate(resolve));
          }
          return { gradient, sums };
        },
        carried: () => states,
        stop: () => gate.stop(),
      };
    },
    close: () => client.call('closeShard', handle),
  };
}

/** The calls that a remote worker answers: gradients of shards. */
export function shardHandlers(
  ort: Ort,
  session: CreateSession,
): Pick<Handlers, 'flushesDenormals' | 'openShard' | 'trainShard' | 'closeShard'> {
  const shards = new Map<number, ShardMemory & { session: InferenceSession }>();
  let handles = 0;
  return {
    flushesDenormals: async () => flushesDenormals(),
    async openShard(gradient, settings, memory) {
      shards.set(++handles, { ...memory, session: await session(gradient, settings) });
      return handles;
    },
    async trainShard(handle, feeds, carried, steps) {
      const { session, parameters, gradient, sums, gate: memory } = shards.get(handle)!;
      const gate = new StepGate(memory);
      let states = carried;
      for (let k = 0; k < steps && gate.released(k + 1); k++) {
        // A copy: the binding of ONNX Runtime does not read shared memory.
        const own = vectorTensor(ort, parameters.slice());
        const step = await runGradient(ort, session, own, { ...stepFeeds(feeds, k), ...states });
        gradient.set(step.gradient);
        sums.set(step.sums);
        free([float32Data(own), step.gradient]);
        states = step.carried;
        gate.finish();
      }
      free(dataOf(feeds));
      return states;
    },
    async closeShard(handle) {
      shards.delete(handle);
      return undefined;
    },
  };
}

/** Whether this thread flushes denormal numbers to zero. */
export const flushesDenormals = (): boolean => Number('1e-310') * Number('1') === 0;

/** Runs the gradient program on a shard. */
async function runGradient(
  ort: Ort,
  session: InferenceSession,
  parameters: OrtTensors[string],
  feeds: Tensors,
): Promise<ShardGradient & { carried: Tensors }> {
  const { gradient, sums, ...next } = (await session.run({ parameters, ...toOrt(ort, feeds) })) as OrtTensors;
  return {
    gradient: float32Data(gradient),
    sums: float32Data(sums),
    carried: fromOrt(withoutNextPrefix(next)),
  };
}

/** The feeds of one step of a run. */
const stepFeeds = (feeds: Tensors, k: number): Tensors =>
  Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, entryView(tensor, k)]));

function addTo(sum: Float32Array, vector: Float32Array): void {
  for (let k = 0; k < sum.length; k++) sum[k]! += vector[k]!;
}

const sharedVector = (size: number): Float32Array =>
  new Float32Array(new SharedArrayBuffer(size * Float32Array.BYTES_PER_ELEMENT));
