import type { ModelSpec } from '@rnnlab/models';
// The built package by its own name, as a page has it.
import { featureExamples, fit, Generator, tokenExamples, type WebOptions, web } from '@rnnlab/trainer/web';

/** The report of a training: the same in Node and in a page. */
export interface Report {
  engine: string;
  losses: number[];
  parameters: number[];
  validation: number;
}

/** A small GRU on sequences whose class is their smallest token, trained by `fit`. */
export async function train(options: WebOptions): Promise<Report> {
  const engine = web(options);
  const generator = new Generator(5);
  const below = (n: number): number => Math.floor(generator.uniform() * n);
  const ids = Array.from({ length: 240 }, () => Array.from({ length: 1 + below(8) }, () => below(9)));
  const targets = ids.map((sequence) => Math.min(2, ...sequence));
  const spec: ModelSpec = {
    input: { type: 'tokens', vocabulary: 9 },
    layers: [
      { type: 'embedding', units: 6 },
      { type: 'recurrent', cell: 'gru', units: 10, layers: 2, dropout: 0.2 },
      { type: 'last' },
      { type: 'dense', units: 3 },
    ],
  };
  const losses: number[] = [];
  const { parameters, history } = await fit({
    spec,
    train: tokenExamples({ ids: ids.slice(0, 200), targets: targets.slice(0, 200) }),
    validation: tokenExamples({ ids: ids.slice(200), targets: targets.slice(200) }),
    epochs: 8,
    batchSize: 16,
    learningRate: 0.01,
    schedule: { type: 'cosine', warmup: 0.1 },
    engine,
    onSteps: ({ trainLoss }) => {
      losses.push(trainLoss);
    },
  });
  return {
    engine: await engine.describe(),
    losses,
    parameters: [...parameters],
    validation: history.at(-1)!.validationLoss!,
  };
}

/** How often a timer fires while one call trains, and how long the call takes, in milliseconds. */
export async function timerDuringCall(options: WebOptions): Promise<{ fired: number; took: number }> {
  const steps = 60;
  const spec: ModelSpec = {
    input: { type: 'sequence', features: 16, steps },
    layers: [{ type: 'recurrent', cell: 'lstm', units: 96 }, { type: 'last' }, { type: 'dense', units: 2 }],
  };
  const data = new Float32Array(64 * steps * 16).fill(0.1);
  const examples = featureExamples({ data, name: 'features', steps, targets: new Array(64).fill(1) });
  const model = await web(options).compile(spec, { type: 'sgd' });
  const size = (units: number) => units * 4;
  await model.setState({ parameters: new Float32Array((16 + 96 + 1) * size(96) + 96 * 2 + 2), slots: [] });
  const batch = examples.batch(
    Array.from({ length: 64 }, (_, k) => k),
    steps,
  );
  const run = {
    batches: new Array(12).fill(batch),
    shape: { batch: 64, steps },
    step: 0,
    learningRates: new Array(12).fill(0.1),
    mask: () => {},
  };
  let fired = 0;
  const timer = setInterval(() => fired++, 5);
  const began = performance.now();
  await model.train(run);
  const took = performance.now() - began;
  clearInterval(timer);
  await model.dispose();
  return { fired, took };
}
