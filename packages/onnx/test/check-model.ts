import { type ModelSpec, parametersOf } from '@rnnlab/models';
import { expect } from 'vitest';
import type { DataType } from '../src/graph/types.js';
import type { LossSpec } from '../src/losses.js';
import { trainingProgram } from '../src/programs/training.js';
import { batchOf, type State, train, weightsOf } from './programs.js';
import { generator } from './random.js';
import { withSession } from './session.js';

export interface ModelCheck {
  lengths?: readonly number[];
  steps?: number;
  loss?: LossSpec;
  carry?: boolean;
  float?: DataType;
  /** Relative error of each entry; 1e-6 by default, 2e-2 in float32, of entries that are not small. */
  tolerance?: number;
  /** Half the distance of the differences. */
  step?: number;
  /** How many entries are checked, of all parameters in turn; all of them by default. */
  most?: number;
}

/**
 * Compares the gradient that a training step with learning rate 1 goes down with central differences of the loss
 * that the same program gives, with the same random dropout masks and carried states. Running averages must not have one.
 */
export async function checkModel(spec: ModelSpec, options: ModelCheck = {}): Promise<void> {
  const {
    lengths = [3, 0, 1],
    loss,
    carry = false,
    float = 'float64',
    tolerance = float === 'float64' ? 1e-6 : 2e-2,
    step = float === 'float64' ? 1e-5 : 1e-2,
    most = Number.POSITIVE_INFINITY,
  } = options;
  const batch = batchOf(spec, lengths, {
    float,
    ...(loss && { loss: loss.type }),
    ...(options.steps && { steps: options.steps }),
  });
  const program = trainingProgram(spec, { type: 'sgd' }, { float, stateful: carry, ...(loss && { loss }) });
  const random = generator(5);
  const carried: State = program.carried.map(({ shape }) =>
    Array.from({ length: batch.examples * Number(shape[1]) }, () => random() - 0.5),
  );
  const mask = ({ rate }: { rate: number }, entries: number) => {
    const draw = generator(9);
    return Array.from({ length: entries }, () => Number(draw() >= rate));
  };
  const weights = weightsOf(spec, 3);
  const parameters = parametersOf(spec);
  const trained = parameters.flatMap(({ trainable, offset, size }) =>
    trainable ? Array.from({ length: size }, (_, k) => offset + k) : [],
  );
  // Variances stay positive.
  for (const { name, offset, size, trainable } of parameters)
    if (!trainable && name.endsWith('variance')) weights.fill(1, offset, offset + size);
  const stride = Math.max(1, Math.ceil(trained.length / most));
  await withSession(
    program.model,
    async (session) => {
      const run = (vector: number[], learningRate: number) =>
        train(session, program, [vector, ...carried], [batch], { float, learningRate, mask });
      const { state } = await run(weights, 1);
      const lossAt = async (k: number, by: number) => {
        const moved = [...weights];
        moved[k]! += by;
        return (await run(moved, 0)).results.losses!.data[0]!;
      };
      let largest = 0;
      for (const k of trained.filter((_, index) => index % stride === 0)) {
        const gradient = weights[k]! - state[0]![k]!;
        const numeric = ((await lossAt(k, step)) - (await lossAt(k, -step))) / (2 * step);
        largest = Math.max(largest, Math.abs(gradient));
        const floor = float === 'float64' ? 1e-9 : 1e-3;
        const bound = tolerance * Math.max(Math.abs(gradient), Math.abs(numeric)) + floor;
        const name = parameters.find(({ offset, size }) => k >= offset && k < offset + size)!.name;
        const message = `${name}, entry ${k}: ${gradient}, expected ${numeric}`;
        expect(Math.abs(gradient - numeric) <= bound, message).toBe(true);
      }
      expect(largest).toBeGreaterThan(1e-3);
    },
    float === 'float64' ? 'basic' : 'all',
  );
}
