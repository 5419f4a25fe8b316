import { type ModelSpec, parametersOf, resolveModel, type SignalShape } from '@rnnlab/models';
import {
  breather,
  type CompiledModel,
  drawInitialState,
  EngineError,
  type Evaluation,
  inOrder,
  type LossSpec,
  type ModelInputs,
  type OptimizerSpec,
  type Run,
  type RunScores,
  type Tensors,
  type TrainingState,
} from '@rnnlab/trainer';
import type { Backend } from './backend.js';
import { type BuiltModel, buildLayers } from './build.js';
import { hostDropouts, type MaskInput } from './layers/dropout.js';
import { type ExampleScores, scoreBatch } from './losses.js';
import { optimizerFor, type Transform } from './optimizers.js';
import type { LayersModel, Scalar, Tensor, Tensor1D } from './tf.js';
import { FlatWeights } from './weights.js';

/** A model, and how it is trained. */
interface Recipe {
  spec: ModelSpec;
  optimizer: OptimizerSpec;
  loss: LossSpec;
}

/** A model that TensorFlow.js trains, step by step, on the thread of the caller. */
export class TfjsModel implements CompiledModel {
  readonly #backend: Backend;
  readonly #recipe: Recipe;
  readonly #inputs: ModelInputs;
  readonly #built: BuiltModel;
  readonly #masks: MaskInput[];
  readonly #model: LayersModel;
  readonly #weights: FlatWeights;
  readonly #transform: Transform;
  readonly #kernels: Tensor1D;
  readonly #sizes: number[];
  /** The parameters, then the optimizer's slots. */
  #vectors: Tensor1D[] = [];
  #open = true;
  readonly #queue = inOrder();

  /** @param inputs - Reads a run's tensors and draws its masks. */
  readonly output: SignalShape;

  constructor(backend: Backend, recipe: Recipe, inputs: ModelInputs) {
    this.output = resolveModel(recipe.spec).output;
    const { tf } = backend;
    backend.select();
    this.#backend = backend;
    this.#recipe = recipe;
    this.#inputs = inputs;
    const { dropouts, masks } = hostDropouts(tf);
    this.#built = buildLayers(tf, recipe.spec, dropouts);
    this.#masks = masks;
    const { output } = this.#built;
    this.#model = tf.model({
      inputs: [...this.#built.inputs, ...masks.map(({ input }) => input)],
      outputs: output.shape.kind === 'sequence' ? [output.value, output.lengths!] : [output.value],
    });
    this.#weights = new FlatWeights(tf, recipe.spec, this.#built.mappedWeights);
    this.#transform = optimizerFor(recipe.optimizer);
    const parameters = parametersOf(recipe.spec);
    this.#sizes = parameters.map(({ size }) => size);
    this.#kernels = tf.tidy(() =>
      tf.concat(parameters.map(({ size, shape }) => tf.fill([size], Number(shape.length > 1)) as Tensor1D)),
    );
  }

  async initialize(generator: readonly number[]): Promise<readonly number[]> {
    const drawn = drawInitialState(this.#recipe.spec, this.#inputs.slots, generator);
    await this.setState(drawn.state);
    return drawn.generator;
  }

  setState({ parameters, slots }: TrainingState): Promise<void> {
    return this.#call(async () => {
      const { tf } = this.#backend;
      this.#replace([parameters, ...slots].map((vector) => tf.tensor1d(vector.slice())));
    });
  }

  getState(): Promise<TrainingState> {
    return this.#call(async () => {
      const [parameters, ...slots] = await Promise.all(
        this.#vectors.map(async (vector) => Float32Array.from(await vector.data())),
      );
      return { parameters: parameters!, slots };
    });
  }

  async train(run: Run): Promise<RunScores> {
    for (const batch of run.batches) this.#inputs.check(batch, run.shape);
    return this.#call(async () => {
      const feeds = await this.#inputs.training(run);
      // A model of another backend may have run meanwhile.
      this.#backend.select();
      const { tf } = this.#backend;
      const count = run.batches.length;
      const scores = [0, 1, 2].map(() => new Float32Array(count)) as [
        Float32Array,
        Float32Array,
        Float32Array,
      ];
      const before = this.#vectors.map((vector) => vector.clone());
      const breathe = breather();
      try {
        for (let k = 0; k < count; k++) {
          this.#backend.select();
          const { next, scores: ofStep } = this.#step(sliceOf(feeds, k), run, k);
          this.#replace(next);
          scores.forEach((score, s) => {
            score[k] = ofStep[s]!;
          });
          await breathe();
        }
        if (scores[0].every(Number.isFinite)) tf.dispose(before);
        else this.#replace(before);
      } catch (error) {
        this.#replace(before);
        throw error;
      }
      return { losses: scores[0], correct: scores[1], counts: scores[2] };
    });
  }

  async evaluate(batch: Run['batches'][number], shape: Run['shape']): Promise<Evaluation> {
    this.#inputs.check(batch, shape);
    const feeds = this.#inputs.evaluation(batch, shape);
    return this.#call(async () => {
      const { tf } = this.#backend;
      const results = tf.tidy(() => {
        this.#weights.write(this.#vectors[0]!);
        const { outputs, losses, correct, counts } = this.#score(feeds, false);
        const timeMajor = outputs.rank === 3 ? tf.transpose(outputs, [1, 0, 2]) : outputs;
        return [losses, correct, counts, timeMajor];
      });
      const [losses, correct, counts, outputs] = results.map((tensor) =>
        Float32Array.from(tensor.dataSync()),
      ) as [Float32Array, Float32Array, Float32Array, Float32Array];
      tf.dispose(results);
      return { losses, correct, counts, outputs };
    });
  }

  async dispose(): Promise<void> {
    if (!this.#open) return;
    await this.#call(async () => {
      this.#open = false;
      this.#replace([]);
      this.#weights.dispose(() => this.#model.dispose());
      this.#kernels.dispose();
    });
  }

  /** Computes the next vectors, and the step's loss, correct predictions and predictions. */
  #step(feeds: Tensors, run: Run, k: number): { next: Tensor1D[]; scores: Float32Array } {
    const { tf } = this.#backend;
    const [stepScores, ...next] = tf.tidy(() => {
      const [parameters, ...slots] = this.#vectors as [Tensor1D, ...Tensor1D[]];
      this.#weights.write(parameters);
      let sums: Scalar[] = [];
      const { value, grads } = tf.variableGrads(() => {
        const { losses, weights, correct, counts } = this.#score(feeds, true);
        // Tensors other than the loss would be disposed at the end of this function.
        sums = [correct, counts].map((each) => tf.keep(tf.sum<Scalar>(each)));
        return tf.div<Scalar>(tf.sum(losses), tf.sum(weights));
      }, this.#weights.variables);
      const { update, slots: nextSlots } = this.#transform.apply(this.#weights.flatten(grads), {
        tf,
        parameters,
        slots,
        step: run.step + k,
        learningRate: run.learningRates[k]!,
        kernels: this.#kernels,
        sizes: this.#sizes,
      });
      const updated = this.#weights.withAverages(tf.add(parameters, update), parameters, run.shape.batch);
      const scores = tf.stack([value, ...sums]) as Tensor1D;
      tf.dispose(sums);
      return [scores, updated, ...nextSlots.map((slot) => slot.clone() as Tensor1D)];
    }) as [Tensor1D, ...Tensor1D[]];
    const scores = stepScores.dataSync() as Float32Array;
    stepScores.dispose();
    return { next, scores };
  }

  #score(feeds: Tensors, training: boolean): ExampleScores & { outputs: Tensor } {
    const { tf } = this.#backend;
    const tensor = (name: string): Tensor => {
      const { data, dims, type } = feeds[name]!;
      if (name === 'lengths') return tf.tensor(data as Int32Array, [dims[0]!, 1], 'int32');
      const values = type === 'uint8' ? Float32Array.from(data) : (data as Float32Array);
      return tf.tensor(values, dims, type === 'int32' ? 'int32' : 'float32');
    };
    const inputs = this.#built.inputs.map(({ sourceLayer }) => tensor(sourceLayer.name));
    const [batch, steps] = inputs[0]!.shape as [number, number];
    const masks = this.#masks.map(({ input, rate, arrange }, k) =>
      training
        ? tf.mul(arrange(tensor(`dropout_${k}`)), 1 / (1 - rate))
        : tf.ones([batch, ...input.shape.slice(1).map((size) => size ?? steps)]),
    );
    const results = this.#model.call([...inputs, ...masks], { training });
    const [outputs, lengths] = Array.isArray(results) ? results : [results];
    return { ...scoreBatch(tf, this.#recipe.loss, outputs!, tensor('targets'), lengths), outputs: outputs! };
  }

  #replace(vectors: Tensor1D[]): void {
    if (this.#vectors !== vectors) this.#backend.tf.dispose(this.#vectors);
    this.#vectors = vectors;
  }

  #call<R>(action: () => Promise<R>): Promise<R> {
    return this.#queue(async () => {
      if (!this.#open) throw new EngineError('The model is not open: it was given back.');
      this.#backend.select();
      return action();
    });
  }
}

/** The tensors of one step of a run. */
function sliceOf(feeds: Tensors, step: number): Tensors {
  const entries = Object.entries(feeds).map(([name, { type, dims, data }]) => {
    const size = data.length / dims[0]!;
    return [name, { type, dims: dims.slice(1), data: data.subarray(step * size, (step + 1) * size) }];
  });
  return Object.fromEntries(entries);
}
