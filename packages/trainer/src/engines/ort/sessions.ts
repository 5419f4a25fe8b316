import { blockSizeProbe } from '@rnnlab/onnx';
import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import type { TrainingState } from '../engine.js';
import type { Tensors } from '../feeds.js';
import { drawInitialState } from '../initial-state.js';
import type { Client } from './client.js';
import { dividedRunner, type Runner } from './divided-runner.js';
import { free } from './free.js';
import { flushesDenormals, partAnswers } from './part-answers.js';
import type { Answers, DividedProgram, SessionSettings } from './protocol.js';
import { sessionCache } from './session-cache.js';
import { dataOf, numbers, type OrtTensors, toOrt, vector as vectorOf, withoutNext } from './tensors.js';

/** What `onnxruntime-node` and `onnxruntime-web` have in common. */
export type Ort = Pick<typeof import('onnxruntime-node'), 'InferenceSession' | 'Tensor' | 'env'>;

interface Program {
  training(index: number): Promise<Runner>;
  evaluation: InferenceSession;
  close(): Promise<void>;
}

/**
 * Answers calls with sessions of ONNX Runtime.
 *
 * @param ort - The module.
 * @param create - Makes a session of it.
 * @param helper - Starts another thread that answers calls, for parts of batches.
 */
export function sessionAnswers(
  ort: Ort,
  create: (model: Uint8Array, settings: SessionSettings) => Promise<InferenceSession>,
  helper?: () => Client,
): Answers {
  const session = sessionCache(create);
  /** Models that are open: the state is kept as tensors, by the name of the training program's input. */
  const models = new Map<
    number,
    {
      program: Program;
      state: Record<string, OrtTensor>;
      /** Recurrent states that evaluations carry. */
      evaluated: Record<string, OrtTensor>;
    }
  >();
  let handles = 0;
  let blockSize: Promise<number | undefined> | undefined;
  const probeBlockSize = async (settings: SessionSettings): Promise<number | undefined> => {
    const { model, x, dims, sizeOf } = blockSizeProbe();
    try {
      const { order } = await (await session(model, settings)).run({ x: new ort.Tensor('float32', x, dims) });
      return sizeOf(numbers(order));
    } catch {
      return undefined;
    }
  };

  const opened = (handle: number) => {
    const model = models.get(handle);
    if (!model) throw new Error(`Model ${handle} is not open.`);
    return model;
  };
  const vector = (data: Float32Array): OrtTensor => vectorOf(ort, data);
  const tensors = (feeds: Tensors): OrtTensors => toOrt(ort, feeds);
  const setState = (handle: number, { parameters, slots, carried = [] }: TrainingState): void => {
    const entries = [
      ...slots.map((slot, k): [string, OrtTensor] => [`slot_${k}`, vector(slot)]),
      ...carried.map(({ data, dims }, k): [string, OrtTensor] => [
        `carried_${k}`,
        new ort.Tensor('float32', data, dims),
      ]),
    ];
    const model = opened(handle);
    free(dataOf(model.state));
    model.state = { parameters: vector(parameters), ...Object.fromEntries(entries) };
  };
  const helpers: Client[] = [];
  const helperOf = (k: number): Client => {
    if (!helpers[k] || helpers[k].failed) helpers[k] = helper!();
    return helpers[k];
  };
  /** Undefined where a helper would compute otherwise: denormal numbers are not zero there as they are here. */
  const divided = async (program: DividedProgram, settings: SessionSettings): Promise<Runner | undefined> => {
    if (!helper || (await helperOf(0).call('flushes')) !== flushesDenormals()) return undefined;
    return dividedRunner(ort, session, helperOf, program, settings);
  };

  return {
    version: async () => ort.env.versions.common,
    blockSize(settings) {
      blockSize ??= probeBlockSize(settings);
      return blockSize;
    },
    async open({ training, evaluation, ...settings }) {
      let inParts: Promise<Runner | undefined> | undefined;
      const whole = (index: number) => session(training[index] as Uint8Array, settings) as Promise<Runner>;
      const program: Program = {
        async training(index) {
          const model = training[index]!;
          if (model instanceof Uint8Array) return whole(index);
          inParts ??= divided(model, settings).catch((error) => {
            inParts = undefined;
            throw error;
          });
          return (await inParts) ?? whole(0);
        },
        evaluation: await session(evaluation, settings),
        async close() {
          const runner = await inParts?.catch(() => undefined);
          await runner?.close?.();
        },
      };
      await program.training(0);
      models.set(++handles, { program, state: {}, evaluated: {} });
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
      const carried = named('carried_').map((tensor) => ({ data: copy(tensor), dims: [...tensor.dims] }));
      return {
        parameters: copy(parameters),
        slots: named('slot_').map(copy),
        ...(carried.length > 0 && { carried }),
      };
    },
    async train(handle, feeds, program) {
      const model = opened(handle);
      const training = await model.program.training(program);
      const { state } = model;
      const { losses, correct, counts, ...next } = await training.run({ ...state, ...tensors(feeds) });
      const scores = { losses: numbers(losses), correct: numbers(correct), counts: numbers(counts) };
      const finite = scores.losses.every(Number.isFinite);
      if (finite) model.state = withoutNext(next);
      free([...dataOf(finite ? state : next), ...dataOf(feeds)]);
      return scores;
    },
    async evaluate(handle, feeds) {
      const model = opened(handle);
      const { losses, correct, counts, outputs, ...next } = await model.program.evaluation.run({
        parameters: model.state.parameters!,
        ...model.evaluated,
        ...tensors(feeds),
      });
      free([...dataOf(model.evaluated), ...dataOf(feeds)]);
      model.evaluated = withoutNext(next);
      return {
        losses: numbers(losses),
        correct: numbers(correct),
        counts: numbers(counts),
        outputs: numbers(outputs),
      };
    },
    async close(handle) {
      const model = models.get(handle);
      models.delete(handle);
      await model?.program.close();
      if (model) free([...dataOf(model.state), ...dataOf(model.evaluated)]);
      return undefined;
    },
    ...partAnswers(ort, session),
  };
}

const copy = (tensor: OrtTensor | undefined): Float32Array => numbers(tensor).slice();
