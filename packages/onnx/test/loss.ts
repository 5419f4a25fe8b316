import { Graph } from '../src/graph/graph.js';
import type { DataType, Shape } from '../src/graph/types.js';
import { type LossSpec, lossOf } from '../src/losses.js';
import { mul } from '../src/ops/arithmetic.js';
import { withSession } from './session.js';

/** Scores of single output vectors `[…, outputs]` in float64, one number for each. */
export async function scoresOf(
  spec: LossSpec,
  outputs: { dims: number[]; data: number[] },
  targets: { dims: number[]; data: number[] },
  float: DataType = 'float64',
): Promise<{ losses: number[]; weights?: number[]; correct?: number[]; predictions: number }> {
  const graph = new Graph();
  const loss = lossOf(spec);
  const lead: Shape = outputs.dims.slice(0, -1);
  const target = loss.target(outputs.dims.at(-1)!, float);
  const scores = loss.score(
    graph.input('output', float, outputs.dims),
    graph.input('target', target.type, [...lead, ...target.shape]),
  );
  graph.output('losses', mul(scores.losses, 1));
  if (scores.correct) graph.output('correct', mul(scores.correct, 1));
  if (scores.weights) graph.output('weights', mul(scores.weights, 1));
  return withSession(
    graph,
    async (session) => {
      const results = await session.run({
        output: { type: float, ...outputs },
        target: { type: target.type, ...targets },
      });
      return {
        losses: results.losses!.data,
        ...(results.correct && { correct: results.correct.data }),
        ...(results.weights && { weights: results.weights.data }),
        predictions: scores.predictions ?? 1,
      };
    },
    'basic',
  );
}
