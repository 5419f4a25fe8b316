import { initialize, type ModelSpec, SpecError } from '@rnnlab/models';
import type { OptimizerSpec } from '@rnnlab/onnx';
import { afterAll, describe, expect, test } from 'vitest';
import { type CompiledModel, initialState, type Run, type TrainingState } from '../src/engines/engine.js';
import { type Engine, type Examples, evaluate, Generator, TrainingError } from '../src/index.js';
import { bits, toyExamples, toySpec, toySteps, toyStepsSpec } from './toy.js';

const stateBits = ({ parameters, slots }: TrainingState): Uint32Array[] => [parameters, ...slots].map(bits);

/** The first examples in their order, as batches of one shape. */
function runOf(
  examples: Examples,
  { batch = 8, batches = 6, step = 0, learningRate = 0.01, seed = 1 } = {},
): Run {
  const generator = new Generator(seed);
  const steps = Math.max(...Array.from({ length: batch * batches }, (_, k) => examples.steps(k)));
  const indices = (k: number): number[] => Array.from({ length: batch }, (_, row) => k * batch + row);
  return {
    batches: Array.from({ length: batches }, (_, k) => examples.batch(indices(k), steps)),
    shape: { batch, steps },
    step,
    learningRates: Array.from({ length: batches }, (_, k) => learningRate / (k + 1)),
    mask: (entries, rate) => generator.mask(entries, rate),
  };
}

/** The tests that every engine must pass. */
export function engineSuite(name: string, makeEngine: () => Engine): void {
  describe(`engine ${name}`, () => {
    const engine = makeEngine();
    const open: CompiledModel[] = [];
    afterAll(() => Promise.all(open.map((model) => model.dispose())));

    /** A model with its initial weights. */
    async function start(
      spec: ModelSpec,
      optimizer: OptimizerSpec = { type: 'adam' },
    ): Promise<CompiledModel> {
      const model = await engine.compile(spec, optimizer);
      open.push(model);
      await model.initialize(new Generator(7).state);
      return model;
    }

    test('describes itself', async () => {
      expect(engine.name).toBe(name);
      expect(await engine.describe()).toMatch(/\d/);
    });

    test.each<[string, ModelSpec, (seed: number) => Examples]>([
      ['one class for each sequence', toySpec(), (seed) => toyExamples(640, seed)],
      ['one class for each step', toyStepsSpec(), (seed) => toySteps(640, seed)],
    ])('learns %s', async (_, spec, data) => {
      const model = await start(spec);
      for (let epoch = 0; epoch < 20; epoch++) {
        await model.train({
          ...runOf(data(1), { batch: 32, batches: 20, step: epoch * 20 }),
          learningRates: Array(20).fill(0.01),
        });
      }
      expect((await evaluate(model, data(2))).accuracy).toBeGreaterThan(0.95);
    });

    test.each<[string, ModelSpec, OptimizerSpec]>([
      ['Adam and dropout', toySpec({ dropout: 0.4 }), { type: 'adam' }],
      ['momentum and clipping', toySpec(), { type: 'sgd', momentum: 0.9, clipNorm: 0.5 }],
      ['plain descent', toyStepsSpec(), { type: 'sgd' }],
    ])(
      'some steps in one call are the same steps in as many calls, bit for bit: %s',
      async (_, spec, optimizer) => {
        const examples = spec.layers.length === 3 ? toySteps(48, 1) : toyExamples(48, 1);
        const [together, apart] = [await start(spec, optimizer), await start(spec, optimizer)];
        const all = await together.train(runOf(examples));
        const run = runOf(examples);
        const losses: number[] = [];
        for (const [k, batch] of run.batches.entries()) {
          const one = { ...run, batches: [batch], step: k, learningRates: [run.learningRates[k]!] };
          losses.push(...(await apart.train(one)).losses);
        }
        expect([...all.losses]).toEqual(losses);
        expect(stateBits(await together.getState())).toEqual(stateBits(await apart.getState()));
      },
    );

    test('a loss is the mean over a batch before its update', async () => {
      const model = await start(toyStepsSpec(), { type: 'sgd' });
      const run = runOf(toySteps(8, 1), { batches: 1 });
      const before = await model.evaluate(run.batches[0]!, run.shape);
      const { losses, correct, counts } = await model.train(run);
      const sum = (values: Float32Array): number => values.reduce((a, b) => a + b, 0);
      expect(counts[0]).toBe(sum(before.counts));
      expect(correct[0]).toBe(sum(before.correct));
      expect(losses[0]).toBeCloseTo(sum(before.losses) / sum(before.counts), 5);
    });

    test('dropout follows its masks', async () => {
      const spec = toySpec({ dropout: 0.4 });
      const run = runOf(toyExamples(48, 1));
      const after = async (mask: Run['mask']): Promise<TrainingState> => {
        const model = await start(spec, { type: 'sgd' });
        await model.train({ ...run, mask });
        return model.getState();
      };
      const random = await after(run.mask);
      const again = await after(runOf(toyExamples(48, 1)).mask);
      const other = await after(runOf(toyExamples(48, 1), { seed: 2 }).mask);
      expect(stateBits(again)).toEqual(stateBits(random));
      expect(stateBits(other)).not.toEqual(stateBits(random));
    });

    test('a loss that is not finite leaves the state as it was', async () => {
      const model = await start(toySpec(), { type: 'adam' });
      const examples = toyExamples(48, 1);
      await model.train(runOf(examples));
      const before = await model.getState();
      const { losses } = await model.train({
        ...runOf(examples),
        learningRates: [0.01, 1e39, 0.01, 0.01, 0.01, 0.01],
      });
      expect(losses[0]).toBeLessThan(10);
      expect([...losses].every(Number.isFinite)).toBe(false);
      expect(stateBits(await model.getState())).toEqual(stateBits(before));
    });

    test('begins with the parameters that a generator draws, and slots of zeros', async () => {
      const model = await start(toySpec(), { type: 'adam' });
      const generator = new Generator(9);
      const after = await model.initialize(generator.state);
      const parameters = initialize(toySpec(), () => generator.uniform());
      expect(after).toEqual(generator.state);
      expect(stateBits(await model.getState())).toEqual(stateBits(initialState(parameters, 2)));
    });

    test('calls are answered in their order, and timers have their turn while masks are drawn', async () => {
      const model = await start(toySpec({ dropout: 0.4 }), { type: 'sgd' });
      const before = await model.getState();
      let fired = 0;
      const timer = setInterval(() => fired++, 1);
      const seen: number[] = [];
      const run = runOf(toyExamples(48, 1));
      const trained = model.train({
        ...run,
        mask(entries, rate) {
          seen.push(fired);
          const began = performance.now();
          while (performance.now() - began < 15);
          run.mask(entries, rate);
        },
      });
      // Asked for while the run is being prepared.
      const after = await model.getState();
      await trained;
      clearInterval(timer);
      expect(after.parameters).not.toEqual(before.parameters);
      expect(after).toEqual(await model.getState());
      expect(seen.at(-1)).toBeGreaterThan(seen[0]!);
    });

    test('a state that was given out is a copy', async () => {
      const model = await start(toySpec(), { type: 'adam' });
      const { parameters, slots } = await model.getState();
      for (const vector of [parameters, ...slots]) vector.fill(1);
      const again = await model.getState();
      expect(again.parameters.every((value) => value === 1)).toBe(false);
      expect(again.slots[0]!.every((value) => value === 0)).toBe(true);
    });

    test('returns the state that was set', async () => {
      const model = await start(toySpec(), { type: 'adam' });
      const { parameters } = await model.getState();
      const state: TrainingState = {
        parameters: parameters.map((_, k) => (k % 2 === 0 ? -0 : 1e-40 * k)),
        slots: [parameters.map((_, k) => k), parameters.map((_, k) => Math.fround(3e38 / (k + 1)))],
      };
      await model.setState(state);
      expect(stateBits(await model.getState())).toEqual(stateBits(state));
    });

    test('a state that is set trains like the model that it was taken from', async () => {
      const [first, second] = [await start(toySpec()), await start(toySpec())];
      const examples = toyExamples(48, 1);
      await first.train(runOf(examples));
      await second.setState(await first.getState());
      for (const model of [first, second]) await model.train(runOf(examples, { step: 6 }));
      expect(stateBits(await second.getState())).toEqual(stateBits(await first.getState()));
    });

    test('scores each example by its outputs', async () => {
      const model = await start(toySpec());
      const run = runOf(toyExamples(8, 3), { batches: 1 });
      const [batch] = run.batches;
      const { losses, correct, counts, outputs } = await model.evaluate(batch!, run.shape);
      expect(outputs).toHaveLength(8 * 3);
      for (let row = 0; row < 8; row++) {
        const of = outputs.subarray(row * 3, row * 3 + 3);
        const target = batch!.targets![row]!;
        expect(losses[row]).toBeCloseTo(
          Math.log(of.reduce((sum, x) => sum + Math.exp(x), 0)) - of[target]!,
          4,
        );
        expect(correct[row]).toBe(Number(of.indexOf(Math.max(...of)) === target));
        expect(counts[row]).toBe(1);
      }
    });

    test('sums over the steps of each example, and padding does not count', async () => {
      const model = await start(toyStepsSpec());
      const examples = toySteps(4, 5);
      const indices = [0, 1, 2, 3];
      const padded = await model.evaluate(examples.batch(indices, 9), { batch: 4, steps: 9 });
      expect(padded.outputs).toHaveLength(9 * 4 * 3);
      expect([...padded.counts]).toEqual(indices.map((k) => examples.steps(k)));
      for (const k of indices) {
        const steps = examples.steps(k);
        const alone = await model.evaluate(examples.batch([k], steps), { batch: 1, steps });
        expect(padded.losses[k]).toBeCloseTo(alone.losses[0]!, 4);
        expect(padded.correct[k]).toBe(alone.correct[0]);
        for (let t = 0; t < steps; t++) {
          expect(padded.outputs[(t * 4 + k) * 3]).toBeCloseTo(alone.outputs[t * 3]!, 4);
        }
      }
    });

    test('reads an example without any step', async () => {
      const model = await start(toySpec());
      const batch = { ids: new Int32Array(2), lengths: Int32Array.of(0, 1), targets: new Int32Array(2) };
      const { losses } = await model.evaluate(batch, { batch: 2, steps: 1 });
      expect([...losses].every(Number.isFinite)).toBe(true);
    });

    test('a model that cannot be built is a SpecError', async () => {
      const spec = { ...toySpec(), layers: [{ type: 'recurent', units: 4 }] } as unknown as ModelSpec;
      await expect(engine.compile(spec, { type: 'sgd' })).rejects.toThrow(SpecError);
      await expect(engine.compile(spec, { type: 'sgd' })).rejects.toThrow(/recurent.*recurrent/);
    });

    test.each<[string, Record<string, Int32Array>, string]>([
      [
        'an id past the vocabulary',
        { ids: Int32Array.of(10, 0) },
        'An id is 10, expected a whole number from 0 to 9',
      ],
      ['a negative id', { ids: Int32Array.of(-1, 0) }, 'An id is -1, expected'],
      [
        'a class past the last',
        { targets: Int32Array.of(3) },
        'A target is 3, expected a whole number from 0 to 2',
      ],
      ['a negative class', { targets: Int32Array.of(-1) }, 'A target is -1, expected'],
      [
        'a length past the padding',
        { lengths: Int32Array.of(3) },
        'A length is 3, expected a whole number from 0 to 2',
      ],
      [
        'too few entries',
        { ids: Int32Array.of(1) },
        'The model reads ids of shape [1, 2], received 1 entries.',
      ],
    ])('refuses %s', async (_, wrong, message) => {
      const model = await start(toySpec());
      const good = { ids: Int32Array.of(1, 2), lengths: Int32Array.of(2), targets: Int32Array.of(0) };
      const shape = { batch: 1, steps: 2 };
      const run: Run = {
        batches: [{ ...good, ...wrong }],
        shape,
        step: 0,
        learningRates: [0.1],
        mask: () => {},
      };
      await expect(model.train(run)).rejects.toThrow(TrainingError);
      await expect(model.train(run)).rejects.toThrow(message);
      await expect(model.evaluate(run.batches[0]!, shape)).rejects.toThrow(message);
      await expect(model.evaluate(good, shape)).resolves.toBeDefined();
    });

    test('two models do not disturb each other', async () => {
      const [gru, steps] = [runOf(toyExamples(48, 1)), runOf(toySteps(48, 2))];
      const alone = await start(toySpec());
      await alone.train(gru);
      await alone.train(gru);
      const [first, same, other] = [
        await start(toySpec()),
        await start(toySpec()),
        await start(toyStepsSpec()),
      ];
      await Promise.all([first.train(gru), other.train(steps), same.train({ ...gru, step: 5 })]);
      await other.dispose();
      await first.train(gru);
      expect(stateBits(await first.getState())).toEqual(stateBits(await alone.getState()));
      expect(stateBits(await same.getState())).not.toEqual(stateBits(await alone.getState()));
    });

    test('a disposed model is refused', async () => {
      const model = await start(toySpec());
      await model.dispose();
      await expect(model.getState()).rejects.toThrow('not open');
      await expect(model.dispose()).resolves.toBeUndefined();
    });

    test("the caller's thread is free while a run is under way", async () => {
      const model = await start(toySpec({ units: 64 }));
      let fired = 0;
      const timer = setInterval(() => fired++, 1);
      await model.train(runOf(toyExamples(1280, 1), { batch: 64, batches: 20 }));
      clearInterval(timer);
      expect(fired).toBeGreaterThan(0);
    });
  });
}
