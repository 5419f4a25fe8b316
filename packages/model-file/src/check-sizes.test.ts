import { expect, test } from 'vitest';
import { checkSizes, type GivenCard, ModelFileError, readMetadata, writeMetadata } from './index.js';

const read = (card: GivenCard) =>
  readMetadata(writeMetadata(card, card.input === 'text' ? { model: {} } : undefined)).card;

const steps = (labels?: string[]) => read({ task: 'labeling', input: 'sequence', labels });
const classes = read({ task: 'classification', input: 'tokens', vocabulary: 5, labels: ['a', 'b'] });
const language = (own: object) => read({ task: 'language-model', input: 'text', language: own });

test('a model that a card fits is let through, and so are sizes that are not known', () => {
  checkSizes(classes, { outputs: 2, vocabulary: 5 });
  checkSizes(classes, {});
  checkSizes(steps(), { outputs: 4 });
  checkSizes(language({ startId: 4 }), { outputs: 5, vocabulary: 5, tokens: 5 });
});

test.each<[object, string]>([
  [{ startId: 13 }, '"startId" the id 13'],
  [{ endId: 99 }, '"endId" the id 99'],
  [{ conditions: { startId: 20 } }, '"startId" the id 20'],
  [{ warmUp: [2, 40, 3] }, '"warmUp" the id 40'],
])('%j of a model with 13 tokens is refused', (own, part) => {
  expect(() => checkSizes(language(own), { vocabulary: 13 })).toThrow(
    new ModelFileError(
      `\`language\` in the metadata \`rnnlab\` gives ${part}, but the model has a vocabulary of 13 tokens.`,
    ),
  );
});

test('as many labels as outputs, and no more tokens than the model knows', () => {
  expect(() => checkSizes(classes, { outputs: 4 })).toThrow(
    'The model has 4 outputs, but the file names 2 labels.',
  );
  expect(() => checkSizes(steps(['carry']), { outputs: 2 })).toThrow(
    'The model has 2 outputs, but the file names 1 label.',
  );
  expect(() => checkSizes(language({}), { vocabulary: 13, tokens: 15 })).toThrow(
    'The model has a vocabulary of 13 tokens, but the tokenizer has 15.',
  );
});
