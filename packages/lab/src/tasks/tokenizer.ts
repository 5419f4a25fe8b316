import { existsSync } from 'node:fs';
import { type SpecialTokenOptions, type Tokenizer, tokenizerFromJSON } from '@rnnlab/tokenizers';
import { type Augmentation, type RunDirectory, tokenDropout } from '@rnnlab/trainer';
import type { Settings } from '../settings/settings.js';
import { trainTokenizerOf } from '../settings/tokenizers.js';

/**
 * Trains the tokenizer of a recipe on texts.
 *
 * @throws {LabError} If the vocabulary is empty.
 */
export function trainTokenizer(
  texts: Iterable<string>,
  { tokenizer }: Settings,
  special?: SpecialTokenOptions,
): Tokenizer {
  const { type, ...values } = tokenizer!;
  return trainTokenizerOf(type, texts, values, special);
}

/** The tokenizer that a run was trained with; undefined if it has none yet. */
export async function savedTokenizer(run: RunDirectory | undefined): Promise<Tokenizer | undefined> {
  if (!run || !existsSync(run.file('tokenizer.json'))) return undefined;
  return tokenizerFromJSON(await run.readJson('tokenizer.json'));
}

/**
 * The token dropout of a recipe, which reads random tokens as unknown while training; undefined without.
 *
 * @param kept - Ids that are never dropped.
 */
export function tokenDropoutFor(
  { unknownId, padId }: Tokenizer,
  { tokenizer }: Settings,
  kept: readonly number[] = [],
): Augmentation | undefined {
  const rate = 'dropout' in tokenizer! ? tokenizer.dropout : 0;
  if (rate === 0) return undefined;
  return tokenDropout({ rate, id: unknownId!, keep: padId === undefined ? kept : [padId, ...kept] });
}
