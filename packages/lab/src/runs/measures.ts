import type { Settings } from '../settings/settings.js';
import type { Data, PartScores } from '../tasks/task.js';
import type { Config, Result } from './stored-run.js';

/** The measures of a result, by their names: those that references are about. */
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

/** The measures of a language model: means over all tokens, and over lines of each line's mean. */
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

/** A score of a language model with its meaning. */
export interface LanguageRow {
  name: string;
  value: number;
  format: 'percent' | 'number';
  /** Its meaning, in one sentence. */
  note: string;
}

const units: Readonly<Record<NonNullable<Settings['tokenizer']>['type'], string>> = {
  'byte-pair': 'token',
  byte: 'byte',
  character: 'character',
  word: 'word',
};

/** Name of the tokens of a language model: `character`, `byte`, `word`, `token`. */
export const tokenUnit = ({ tokenizer }: Settings): string => units[tokenizer!.type];

/** Lists the scores of a language model, the most important first. */
export function languageRows(
  { loss, accuracy, language }: PartScores,
  settings: Settings,
): [LanguageRow, ...LanguageRow[]] {
  const unit = tokenUnit(settings);
  const { perplexity, bitsPerCharacter, unknownShare, perLine, givenFirst } = language!;
  const lossRow = (name: string, value: number, note: string): LanguageRow => {
    return { name: `nats per ${unit}${name}`, value, format: 'number', note };
  };
  const accuracyRow = (name: string, value: number, note: string): LanguageRow => {
    return { name: `accuracy${name}`, value, format: 'percent', note };
  };
  return [
    lossRow('', loss, perLine ? `Mean over all ${unit}s and ends of lines.` : `Mean over all ${unit}s.`),
    accuracyRow('', accuracy, `The most probable ${unit} is the right one.`),
    {
      name: 'perplexity',
      value: perplexity,
      format: 'number',
      note: `As uncertain as a choice among so many equally likely ${unit}s.`,
    },
    ...(bitsPerCharacter === undefined ? [] : [bitsRow(bitsPerCharacter)]),
    ...(unknownShare > 0 ? [unknownRow(unknownShare, unit)] : []),
    ...(givenFirst && perLine
      ? [
          lossRow(' after the first', givenFirst.loss, `Without the first ${unit} of each line.`),
          accuracyRow(' after the first', givenFirst.accuracy, `Without the first ${unit} of each line.`),
          lossRow(', mean of lines', perLine.loss, 'Each line counts the same, however long.'),
          lossRow(
            ' after the first, mean of lines',
            givenFirst.perLine.loss,
            'The same without the first of each.',
          ),
          accuracyRow(
            ' after the first, mean of lines',
            givenFirst.perLine.accuracy,
            'The same without the first of each.',
          ),
        ]
      : []),
  ];
}

const bitsRow = (value: number): LanguageRow => ({
  name: 'bits per character',
  value,
  format: 'number',
  note: 'Per character of the text, whatever the tokens are.',
});

const unknownRow = (value: number, unit: string): LanguageRow => ({
  name: `unknown ${unit}s`,
  value,
  format: 'percent',
  note: 'Out of the vocabulary of the training part: all the same token to the model, so easily predicted.',
});

/** Names of one example, in the singular. */
interface Units {
  /** All of them together. */
  data: string;
  /** A part that is trained on or scored. */
  part: string;
}

/** Names one example of a run's data; a stream is read token by token, whatever its text is counted in. */
export function unitsOf({ unit, settings }: Pick<Config, 'unit' | 'settings'>, { loaded }: Data): Units {
  if (!('shape' in loaded)) return { data: unit, part: unit };
  if (loaded.shape === 'stream') return { data: 'character', part: tokenUnit(settings) };
  // A recipe of one long text may be given lines.
  const own = unit === 'character' ? 'line' : unit;
  return { data: own, part: own };
}
