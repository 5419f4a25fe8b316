import type { Settings } from '../recipes/recipe.js';
import type { PartScores } from '../tasks/scores.js';

/** A number of a language model with what it means. */
export interface LanguageRow {
  name: string;
  value: number;
  format: 'percent' | 'number';
  note: string;
}

const units: Readonly<Record<NonNullable<Settings['tokenizer']>['type'], string>> = {
  'byte-pair': 'token',
  byte: 'byte',
  character: 'character',
  word: 'word',
};

/** What a language model of a recipe predicts one by one. */
export const tokenUnit = ({ tokenizer }: Settings): string => units[tokenizer!.type];

/** How a language model predicts text, the number that counts first. */
export function languageRows(
  { loss, accuracy, language }: PartScores,
  settings: Settings,
): [LanguageRow, ...LanguageRow[]] {
  const unit = tokenUnit(settings);
  const { perplexity, bitsPerCharacter, unknownShare, perLine, givenFirst } = language!;
  const nats = (name: string, value: number, note: string): LanguageRow => {
    return { name: `nats per ${unit}${name}`, value, format: 'number', note };
  };
  const right = (name: string, value: number, note: string): LanguageRow => {
    return { name: `accuracy${name}`, value, format: 'percent', note };
  };
  return [
    nats('', loss, perLine ? `Mean over all ${unit}s and ends of lines.` : `Mean over all ${unit}s.`),
    right('', accuracy, `The likeliest ${unit} is the right one.`),
    { name: 'perplexity', value: perplexity, format: 'number', note: `Between so many ${unit}s it wavers.` },
    ...(bitsPerCharacter === undefined ? [] : [bits(bitsPerCharacter)]),
    ...(unknownShare > 0 ? [unknowns(unknownShare, unit)] : []),
    ...(givenFirst && perLine
      ? [
          nats(' after the first', givenFirst.loss, `Without the first ${unit} of each line.`),
          right(' after the first', givenFirst.accuracy, `Without the first ${unit} of each line.`),
          nats(', mean of lines', perLine.loss, 'Each line counts the same, however long.'),
          nats(
            ' after the first, mean of lines',
            givenFirst.perLine.loss,
            'The same without the first of each.',
          ),
          right(
            ' after the first, mean of lines',
            givenFirst.perLine.accuracy,
            'The same without the first of each.',
          ),
        ]
      : []),
  ];
}

const bits = (value: number): LanguageRow => ({
  name: 'bits per character',
  value,
  format: 'number',
  note: 'In the text as it is written.',
});

const unknowns = (value: number, unit: string): LanguageRow => ({
  name: `unknown ${unit}s`,
  value,
  format: 'percent',
  note: 'All the same to the model, so easily predicted; not in the vocabulary of the training part.',
});
