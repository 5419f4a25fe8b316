import { blockSizeProbe } from '@rnnlab/onnx';
import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import type { TrainingState } from '../engine.js';
import type { Tensors } from '../feeds.js';
import type { Answers, SessionSettings } from './protocol.js';
import { sessionCache } from './session-cache.js';

/** What `onnxruntime-node` and `onnxruntime-web` have in common. */
export type Ort = Pick<typeof import('onnxruntime-node'), 'InferenceSession' | 'Tensor' | 'env'>;

interface Program {
  training(index: number): Promise<InferenceSession>;
  evaluation: InferenceSession;
}

/**
 * Answers calls with sessions of ONNX Runtime.
 *
 * @param ort - The module.
 * @param create - Makes a session of it.
 */
export function sessionAnswers(
  ort: Ort,
  create: (model: Uint8Array, settings: SessionSettings) => Promise<InferenceSession>,
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
  const vector = (data: Float32Array): OrtTensor => new ort.Tensor('float32', data, [data.length]);
  const tensors = (feeds: Tensors): Record<string, OrtTensor> =>
    Object.fromEntries(
      Object.entries(feeds).map(([name, { type, data, dims }]) => [
        name,
        new ort.Tensor(type, data as Float32Array, dims),
      ]),
    );

  return {
    version: async () => ort.env.versions.common,
    blockSize(settings) {
      blockSize ??= probeBlockSize(settings);
      return blockSize;
    },
    async open({ training, evaluation, ...settings }) {
      const program: Program = {
        training: (index) => session(training[index]!, settings),
        evaluation: await session(evaluation, settings),
      };
      await program.training(0);
      models.set(++handles, { program, state: {}, evaluated: {} });
      return handles;
    },
    async setState(handle, { parameters, slots, carried = [] }) {
      const entries = [
        ...slots.map((slot, k): [string, OrtTensor] => [`slot_${k}`, vector(slot)]),
        ...carried.map(({ data, dims }, k): [string, OrtTensor] => [
          `carried_${k}`,
          new ort.Tensor('float32', data, dims),
        ]),
      ];
      opened(handle).state = { parameters: vector(parameters), ...Object.fromEntries(entries) };
      return undefined;
    },
    async getState(handle): Promise<TrainingState> {
      const { parameters, ...rest } = opened(handle).state;
      const named = (prefix: string) =>
        Object.keys(rest).flatMap((name) => (name.startsWith(prefix) ? [rest[name]!] : []));
      const carried = named('carried_').map((tensor) => ({ data: numbers(tensor), dims: [...tensor.dims] }));
      return {
        parameters: numbers(parameters),
        slots: named('slot_').map(numbers),
        ...(carried.length > 0 && { carried }),
      };
    },
    async train(handle, feeds, program) {
      const model = opened(handle);
      const training = await model.program.training(program);
      const { losses, correct, counts, ...next } = await training.run({
        ...model.state,
        ...tensors(feeds),
      });
      const scores = { losses: numbers(losses), correct: numbers(correct), counts: numbers(counts) };
      if (scores.losses.every(Number.isFinite)) model.state = withoutNext(next);
      return scores;
    },
    async evaluate(handle, feeds) {
      const model = opened(handle);
      const { losses, correct, counts, outputs, ...next } = await model.program.evaluation.run({
        parameters: model.state.parameters!,
        ...model.evaluated,
        ...tensors(feeds),
      });
      model.evaluated = withoutNext(next);
      return {
        losses: numbers(losses),
        correct: numbers(correct),
        counts: numbers(counts),
        outputs: numbers(outputs),
      };
    },
    async close(handle) {
      models.delete(handle);
      return undefined;
    },
  };
}

/** Outputs under the names of the inputs that they are for in the next run. */
const withoutNext = (outputs: Record<string, OrtTensor>): Record<string, OrtTensor> =>
  Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name.slice('next_'.length), tensor]));

const numbers = (tensor: OrtTensor | undefined): Float32Array => tensor!.data as Float32Array;
