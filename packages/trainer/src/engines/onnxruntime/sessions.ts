import { blockSizeProbe } from '@rnnlab/onnx';
import type { InferenceSession } from 'onnxruntime-node';
import { drawInitialState, type TrainingState } from '../engine.js';
import { dataParallelRunner, flushesDenormals, type Runner, shardHandlers } from './data-parallel.js';
import type { DataParallelProgram, Handlers, SessionSettings } from './protocol.js';
import type { Client } from './rpc.js';
import {
  dataOf,
  float32Data,
  free,
  type Ort,
  type OrtTensors,
  toOrt,
  vectorTensor,
  withoutNextPrefix,
} from './tensors.js';

type CreateSession = (model: Uint8Array, settings: SessionSettings) => Promise<InferenceSession>;

/** An open model: its sessions, and its state as tensors, by the names of the training program's inputs. */
interface OpenModel {
  /** The runner of a training program, by its index. */
  training(index: number): Promise<Runner>;
  evaluation: InferenceSession;
  state: OrtTensors;
  /** Recurrent states that evaluations carry. */
  evaluationStates: OrtTensors;
  close(): Promise<void>;
}

/**
 * Answers calls with sessions of ONNX Runtime.
 *
 * @param ort - The module.
 * @param create - Makes a session of it.
 * @param startWorker - Starts another thread that answers calls, for data-parallel training; without it, there is none.
 */
export function sessionHandlers(ort: Ort, create: CreateSession, startWorker?: () => Client): Handlers {
  const session = sessionCache(create);
  const models = new Map<number, OpenModel>();
  let handles = 0;
  let blockSize: Promise<number | undefined> | undefined;
  const probeBlockSize = async (settings: SessionSettings): Promise<number | undefined> => {
    const { model, x, dims, sizeOf } = blockSizeProbe();
    try {
      const { order } = await (await session(model, settings)).run({ x: new ort.Tensor('float32', x, dims) });
      return sizeOf(float32Data(order));
    } catch {
      return undefined;
    }
  };

  const opened = (handle: number): OpenModel => {
    const model = models.get(handle);
    if (!model) throw new Error(`Model ${handle} is not open.`);
    return model;
  };
  const setState = (handle: number, { parameters, slots, carried = [] }: TrainingState): void => {
    const model = opened(handle);
    const state: OrtTensors = { parameters: vectorTensor(ort, parameters) };
    for (const [k, slot] of slots.entries()) state[`slot_${k}`] = vectorTensor(ort, slot);
    for (const [k, { data, dims }] of carried.entries()) {
      state[`carried_${k}`] = new ort.Tensor('float32', data, dims);
    }
    free(dataOf(model.state));
    model.state = state;
  };
  const workers: Client[] = [];
  const workerClient = (k: number): Client => {
    if (!workers[k] || workers[k].failed) workers[k] = startWorker!();
    return workers[k];
  };
  /** Undefined where a worker would compute otherwise: denormal numbers are not flushed to zero there as they are here. */
  const dataParallel = async (
    program: DataParallelProgram,
    settings: SessionSettings,
  ): Promise<Runner | undefined> => {
    if (!startWorker || (await workerClient(0).call('flushesDenormals')) !== flushesDenormals()) {
      return undefined;
    }
    return dataParallelRunner(ort, session, workerClient, program, settings);
  };

  return {
    version: async () => ort.env.versions.common,
    blockSize(settings) {
      blockSize ??= probeBlockSize(settings);
      return blockSize;
    },
    async open({ training, evaluation, ...settings }) {
      let parallel: Promise<Runner | undefined> | undefined;
      const whole = (index: number) => session(training[index] as Uint8Array, settings) as Promise<Runner>;
      const model: OpenModel = {
        async training(index) {
          const program = training[index]!;
          if (program instanceof Uint8Array) return whole(index);
          parallel ??= dataParallel(program, settings).catch((error) => {
            parallel = undefined;
            throw error;
          });
          return (await parallel) ?? whole(0);
        },
        evaluation: await session(evaluation, settings),
        state: {},
        evaluationStates: {},
        async close() {
          const runner = await parallel?.catch(() => undefined);
          await runner?.close?.();
        },
      };
      await model.training(0);
      models.set(++handles, model);
      return handles;
    },
    async initialize(handle, spec, slots, generator) {
      const drawn = drawInitialState(spec, slots, generator);
      setState(handle, drawn.state);
      return drawn.generator;
    },
    async setState(handle, state) {
      setState(handle, state);
      return undefined;
    },
    async getState(handle): Promise<TrainingState> {
      const { parameters, ...rest } = opened(handle).state;
      const named = (prefix: string) =>
        Object.keys(rest).flatMap((name) => (name.startsWith(prefix) ? [rest[name]!] : []));
      const carried = named('carried_').map((tensor) => ({ data: copyOf(tensor), dims: [...tensor.dims] }));
      return {
        parameters: copyOf(parameters),
        slots: named('slot_').map(copyOf),
        ...(carried.length > 0 && { carried }),
      };
    },
    async train(handle, feeds, program) {
      const model = opened(handle);
      const training = await model.training(program);
      const { state } = model;
      const { losses, correct, counts, ...next } = await training.run({ ...state, ...toOrt(ort, feeds) });
      const scores = {
        losses: float32Data(losses),
        correct: float32Data(correct),
        counts: float32Data(counts),
      };
      const finite = scores.losses.every(Number.isFinite);
      if (finite) model.state = withoutNextPrefix(next);
      free([...dataOf(finite ? state : next), ...dataOf(feeds)]);
      return scores;
    },
    async evaluate(handle, feeds) {
      const model = opened(handle);
      const { losses, correct, counts, outputs, ...next } = await model.evaluation.run({
        parameters: model.state.parameters!,
        ...model.evaluationStates,
        ...toOrt(ort, feeds),
      });
      free([...dataOf(model.evaluationStates), ...dataOf(feeds)]);
      model.evaluationStates = withoutNextPrefix(next);
      return {
        losses: float32Data(losses),
        correct: float32Data(correct),
        counts: float32Data(counts),
        outputs: float32Data(outputs),
      };
    },
    async close(handle) {
      const model = models.get(handle);
      models.delete(handle);
      await model?.close();
      if (model) free([...dataOf(model.state), ...dataOf(model.evaluationStates)]);
      return undefined;
    },
    ...shardHandlers(ort, session),
  };
}

/** Answers calls with the sessions of `onnxruntime-web`. Its settings are those of its first session. */
export const webHandlers = (ort: Ort): Handlers =>
  sessionHandlers(ort, (model, { threads, wasmPaths }) => {
    ort.env.wasm.numThreads = threads;
    if (wasmPaths) ort.env.wasm.wasmPaths = wasmPaths;
    return ort.InferenceSession.create(model, {
      executionProviders: ['wasm'],
      graphOptimizationLevel: 'all',
      logSeverityLevel: 3,
    });
  });

/**
 * Makes one session for each program, number of threads and device: ONNX Runtime does not free all memory of a released
 * session. Programs are compared by their bytes, which hold all that they were compiled from.
 *
 * @param create - Makes a session; if it fails, the next call tries again.
 */
export function sessionCache<Session>(
  create: (model: Uint8Array, settings: SessionSettings) => Promise<Session>,
): (model: Uint8Array, settings: SessionSettings) => Promise<Session> {
  let sessions: { model: Uint8Array; settings: SessionSettings; session: Promise<Session> }[] = [];
  return (model, settings) => {
    const known = sessions.find(
      (other) =>
        other.settings.threads === settings.threads &&
        other.settings.device === settings.device &&
        sameBytes(other.model, model),
    );
    if (known) return known.session;
    const made = { model, settings, session: create(model, settings) };
    sessions.push(made);
    made.session.catch(() => {
      sessions = sessions.filter((other) => other !== made);
    });
    return made.session;
  };
}

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, k) => byte === b[k]);

const copyOf = (tensor: OrtTensors[string] | undefined): Float32Array => float32Data(tensor).slice();
