import type { PartScores } from '../tasks/scores.js';
import type { Result } from './result.js';

/** Of a language model: averages over all characters, and over lines of each line's average. */
function languageMeasures({ loss, language }: PartScores): Record<string, number | undefined> {
  if (!language) return {};
  const { bitsPerCharacter, unknownShare, perplexity, perLine, givenFirst } = language;
  return {
    'test nats per token': loss,
    'test nats per character': bitsPerCharacter === undefined ? undefined : bitsPerCharacter * Math.LN2,
    'test bits per character': bitsPerCharacter,
    'test perplexity': perplexity,
    'share of unknown test tokens': unknownShare,
    ...(perLine && {
      'test nats per character, mean of lines': perLine.loss,
      'test accuracy, mean of lines': perLine.accuracy,
    }),
    ...(givenFirst && {
      'test nats per character after the first': givenFirst.loss,
      'test accuracy after the first': givenFirst.accuracy,
      'test nats per character after the first, mean of lines': givenFirst.perLine.loss,
      'test accuracy after the first, mean of lines': givenFirst.perLine.accuracy,
    }),
  };
}

/** The numbers of a result that can be put beside those of others, by their names. */
export function measuresOf({ test, train, distinct, seconds, novelty }: Result): Record<string, number> {
  const measures: Record<string, number | undefined> = {
    ...languageMeasures(test),
    'test accuracy': test.lengths ? undefined : test.accuracy,
    'accuracy on distinct texts': distinct?.accuracy,
    'balanced test accuracy': test.balancedAccuracy,
    'balanced training accuracy': train?.balancedAccuracy,
    'macro F1': test.macroF1,
    'test loss': test.loss,
    'share of new lines': novelty?.share,
    'training seconds': seconds,
    ...(test.lengths && {
      'least bit accuracy': Math.min(...test.lengths.map(({ bits }) => bits)),
      'least share of exact sums': Math.min(...test.lengths.map(({ exact }) => exact)),
    }),
  };
  for (const { length, bits, exact } of test.lengths ?? []) {
    measures[`bit accuracy at ${length} bits`] = bits;
    measures[`exact sums of ${length} bits`] = exact;
  }
  return Object.fromEntries(
    Object.entries(measures).filter((entry): entry is [string, number] => entry[1] !== undefined),
  );
}
