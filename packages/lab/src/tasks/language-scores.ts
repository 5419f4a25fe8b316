import {
  argmax,
  bitsPerCharacter,
  type LossBatch,
  type Metric,
  perplexity,
  wilsonInterval,
} from '@rnnlab/metrics';
import { type Examples, evaluate, isTokenStream, type TokenStream } from '@rnnlab/trainer';
import { withModel } from './model.js';
import type { Part, PartScores, Prepared, Trained } from './task.js';

/** Scores a language model on a part of the data. */
export function languageScores(prepared: Prepared, part: Part, trained: Trained): Promise<PartScores> {
  const { examples } = part;
  return withModel(
    // The loss to minimize may be smoothed, which is not how well text is predicted.
    { spec: prepared.spec, loss: { type: 'softmax-cross-entropy' } },
    trained,
    async (model) => {
      const lines = isTokenStream(examples) ? undefined : new LineScores();
      const { loss, accuracy, count } = await evaluate(model, examples, {
        onBatch: (outputs, indices, steps, scores) => {
          const size = indices.length;
          const width = outputs.length / (steps * size);
          const { targets } = (examples as Exclude<typeof examples, { window: number }>).batch(
            indices,
            steps,
          );
          for (let row = 0; row < size; row++) {
            const first = scoreOf(outputs.subarray(row * width, (row + 1) * width), targets![row * steps]!);
            lines!.add(
              { nats: scores.losses[row]!, correct: scores.correct[row]!, count: scores.counts[row]! },
              first,
            );
          }
        },
      });
      const characters = part.characters!;
      const unknown = unknownShare(examples, prepared.tokenizer!.unknownId);
      const { low, high } = wilsonInterval(accuracy, count);
      return {
        accuracy,
        interval: [low, high],
        loss,
        count,
        language: {
          perplexity: ofMean(perplexity(), loss),
          characters,
          unknownShare: unknown,
          ...((unknown === 0 || characters === count) && {
            bitsPerCharacter: ofMean(bitsPerCharacter(), (loss * count) / characters),
          }),
          ...lines?.compute(),
        },
      };
    },
    { stateful: isTokenStream(examples) },
  );
}

/** The value of a metric of one mean. */
function ofMean(metric: Metric<LossBatch, number>, mean: number): number {
  metric.update(mean);
  return metric.compute();
}

interface Line {
  /** Summed. */
  nats: number;
  correct: number;
  count: number;
}

/** The nats of one target and whether it has the largest logit. */
function scoreOf(logits: Float32Array, target: number): { nats: number; correct: number } {
  const most = argmax(logits, logits.length)[0]!;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - logits[most]!);
  return {
    nats: Math.log(sum) + logits[most]! - logits[target]!,
    correct: Number(most === target),
  };
}

/** Averages over characters and over lines, with and without the first character of each line. */
class LineScores {
  #lines = 0;
  #perLine = { nats: 0, accuracy: 0 };
  #given = { nats: 0, correct: 0, count: 0 };
  #givenPerLine = { lines: 0, nats: 0, accuracy: 0 };

  add(all: Line, first: { nats: number; correct: number }): void {
    this.#lines += 1;
    this.#perLine.nats += all.nats / all.count;
    this.#perLine.accuracy += all.correct / all.count;
    if (all.count < 2) return;
    const [nats, correct, count] = [all.nats - first.nats, all.correct - first.correct, all.count - 1];
    this.#given.nats += nats;
    this.#given.correct += correct;
    this.#given.count += count;
    this.#givenPerLine.lines += 1;
    this.#givenPerLine.nats += nats / count;
    this.#givenPerLine.accuracy += correct / count;
  }

  compute() {
    const { nats, correct, count } = this.#given;
    const { lines } = this.#givenPerLine;
    return {
      perLine: { loss: this.#perLine.nats / this.#lines, accuracy: this.#perLine.accuracy / this.#lines },
      givenFirst: {
        loss: nats / count,
        accuracy: correct / count,
        count,
        perLine: { loss: this.#givenPerLine.nats / lines, accuracy: this.#givenPerLine.accuracy / lines },
      },
    };
  }
}

/** Tokens of a stream that are read at once. */
const STEPS = 2 ** 16;

/**
 * Computes the share of out-of-vocabulary tokens among the targets: a model sees them as one token, which is easily
 * predicted.
 *
 * @param unknownId - What they are read as; undefined where there is none.
 */
function unknownShare(examples: Examples | TokenStream, unknownId: number | undefined): number {
  if (unknownId === undefined) return 0;
  const seen = { all: 0, unknown: 0 };
  const add = (targets: ArrayLike<number>): void => {
    seen.all += targets.length;
    for (let k = 0; k < targets.length; k++) seen.unknown += Number(targets[k] === unknownId);
  };
  if (isTokenStream(examples)) {
    for (let at = 0; at < examples.length; at += STEPS) {
      add(examples.batch([at], Math.min(STEPS, examples.length - at)).targets!);
    }
  } else {
    for (let k = 0; k < examples.length; k++) add(examples.batch([k], examples.steps(k)).targets!);
  }
  return seen.unknown / seen.all;
}
