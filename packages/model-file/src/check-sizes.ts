import { plural, shown } from '@rnnlab/shared';
import type { ModelCard } from './card.js';
import { ModelFileError } from './error.js';

/** Sizes of a model; those that are unknown may be missing. */
export interface ModelSizes {
  /** Number of outputs for each example, or for each time step. */
  readonly outputs?: number | undefined;
  /** Number of ids that the model reads. */
  readonly vocabulary?: number | undefined;
  /** Number of ids of the tokenizer. */
  readonly tokens?: number | undefined;
}

/**
 * Checks that a card fits its model.
 *
 * @param card - The card.
 * @param sizes - The sizes of the model.
 * @throws {ModelFileError} When the number of outputs differs from the number of labels, or ids exceed the vocabulary.
 */
export function checkSizes(card: ModelCard, { outputs, vocabulary, tokens }: ModelSizes): void {
  if ('labels' in card && outputs !== undefined) {
    const count = card.labels.length;
    // The outputs of a time step need not have names.
    const named = card.task === 'classification' || count > 0;
    if (named && outputs !== count) {
      throw new ModelFileError(
        `The model has ${plural(outputs, 'output')}, but the file names ${plural(count, 'label')}.`,
      );
    }
  }
  if (vocabulary === undefined) return;
  if (tokens !== undefined && tokens > vocabulary) {
    throw new ModelFileError(
      `The model has a vocabulary of ${vocabulary} tokens, but the tokenizer has ${tokens}.`,
    );
  }
  if (!('language' in card)) return;
  const { startId, endId, conditions, warmUp = [] } = card.language;
  const named: (readonly [string, number | undefined])[] = [
    ['startId', startId],
    ['endId', endId],
    ...Object.entries(conditions),
    ...warmUp.map((id) => ['warmUp', id] as const),
  ];
  for (const [name, id] of named) {
    if (id === undefined || id < vocabulary) continue;
    throw new ModelFileError(
      `\`language\` in the metadata \`rnnlab\` gives ${shown(name)} the id ${id}, but the model has a vocabulary of ${vocabulary} tokens.`,
    );
  }
}
