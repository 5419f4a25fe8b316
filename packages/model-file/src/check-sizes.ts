import { plural, shown } from '@rnnlab/shared';
import type { ModelCard } from './card.js';
import { ModelFileError } from './error.js';

/** Sizes of a model, as far as they are known. */
export interface ModelSizes {
  /** Outputs for each example, or for each step. */
  readonly outputs?: number | undefined;
  /** Ids that the model reads. */
  readonly vocabulary?: number | undefined;
  /** Ids that the tokenizer gives. */
  readonly tokens?: number | undefined;
}

/**
 * Compares a card with the model that it is of.
 *
 * @throws ModelFileError if the model has not as many outputs as there are labels, or does not know all ids
 */
export function checkSizes(card: ModelCard, { outputs, vocabulary, tokens }: ModelSizes): void {
  if ('labels' in card && outputs !== undefined) {
    const count = card.labels.length;
    // What a model gives for each step need not have names.
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
