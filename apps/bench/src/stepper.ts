import { optimizerOf } from '@rnnlab/onnx';
import { tfjs } from '@rnnlab/tfjs';
import { type Engine, onnxruntime, stepsPerCall } from '@rnnlab/trainer';
import type { Prepared } from './workload.js';

/** The engines that can be timed. */
const engines = {
  onnxruntime: () => onnxruntime(),
  'onnxruntime-cuda': () => onnxruntime({ device: 'cuda' }),
  tfjs: () => tfjs(),
};

/** The name of an engine. */
export type EngineName = keyof typeof engines;

/** Makes an engine by its name. */
export const engineOf = (name: EngineName): Engine => engines[name]();

/** A compiled workload that takes steps, repeating its batches. */
interface Stepper {
  /** Milliseconds from the spec to sessions that can run. */
  compileMs: number;
  /** The losses of the next steps. */
  step(count: number): Promise<number[]>;
  /** Takes steps for some seconds, as many in a call as `fit` would; the milliseconds of one. */
  time(seconds: number): Promise<number>;
  dispose(): Promise<void>;
}

/** Compiles a workload and sets its initial weights. */
export async function openStepper(engine: Engine, workload: Prepared): Promise<Stepper> {
  const { spec, optimizer, learningRate, batch, steps, weights, data } = workload;
  // Loads the runtime, which is not compiling.
  await engine.describe();
  const began = performance.now();
  const model = await engine.compile(spec, optimizer);
  const compileMs = performance.now() - began;
  const slots = Array.from({ length: optimizerOf(optimizer).slots }, () => new Float32Array(weights.length));
  await model.setState({ parameters: weights, slots });
  let done = 0;
  let perCall = 1;

  const call = async (count: number): Promise<number[]> => {
    const { losses } = await model.train({
      batches: Array.from({ length: count }, (_, k) => data[(done + k) % data.length]!),
      shape: { batch, steps },
      step: done,
      learningRates: new Array<number>(count).fill(learningRate),
      mask: (entries) => entries.fill(1),
    });
    done += count;
    return Array.from(losses);
  };

  return {
    compileMs,
    step: call,
    async time(seconds) {
      let [taken, elapsed] = [0, 0];
      const began = performance.now();
      do {
        const count = perCall;
        const before = elapsed;
        await call(count);
        taken += count;
        elapsed = performance.now() - began;
        perCall = stepsPerCall((elapsed - before) / count);
      } while (elapsed < seconds * 1000);
      return elapsed / taken;
    },
    dispose: () => model.dispose(),
  };
}
