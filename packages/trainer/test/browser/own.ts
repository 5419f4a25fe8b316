import { exportModel } from '@rnnlab/onnx';
// The built package by its own name, as a page has it.
import { evaluate, fit, type WebOptions, web } from '@rnnlab/trainer/web';
import '../own/definitions.mjs';
import { examples, LABELS, loss, metrics, options, sequences, spec } from '../own/training.mjs';

/** The report of a training with definitions of a user's own. */
export interface OwnReport {
  engine: string;
  losses: number[];
  /** The scores of the exported parameters on sequences that were not trained on. */
  accuracy: number;
  balanced: number;
  /** The bytes of the exported file. */
  file: number[];
  /** Outputs of the model for the first of those sequences. */
  ids: number[];
  outputs: number[];
}

/** Trains with definitions of a user's own, scores and exports. */
export async function trainOwn(webOptions: WebOptions): Promise<OwnReport> {
  const engine = web(webOptions);
  const { parameters, history } = await fit({ ...options, engine });
  const test = examples(90, 3);
  const { ids } = sequences(90, 3)[0]!;
  const model = await engine.compile(spec, { type: 'sgd' }, { loss });
  try {
    await model.setState({ parameters, slots: [] });
    const scores = await evaluate(model, test, { metrics });
    const { outputs } = await model.evaluate(test.batch([0], ids.length), { batch: 1, steps: ids.length });
    return {
      engine: await engine.describe(),
      losses: history.map(({ trainLoss }) => trainLoss),
      accuracy: scores.accuracy,
      balanced: scores.metrics!['mine/balanced-accuracy']!,
      file: [...exportModel({ spec, parameters }, { loss, labels: LABELS })],
      ids,
      outputs: [...outputs],
    };
  } finally {
    await model.dispose();
  }
}
