import type { NormalizerJSON } from '../tokenizer-json.js';
import { TRANSLITERATION } from './transliteration.js';

/** What happens to a text before it is split into tokens. */
export interface TextOptions {
  /**
   * - `'none'` (default): nothing.
   * - `'nfc'`: Unicode canonical composition, so that é is one character however it was typed.
   * - `'nfd-ascii'`: canonical decomposition, the transliterations of ł, ø, ß and their like, typographic
   *   quotes, dashes and spaces; of the rest only printable ASCII, tab and line feed stay. "Ślusàrski" becomes
   *   "Slusarski"; Greek, Cyrillic or Chinese letters are dropped.
   */
  normalise?: Normalisation;
  /**
   * Lower case, after the normalisation (default false). Σ always becomes σ, also at the end of a word, so
   * that a letter's case does not depend on its neighbours.
   */
  lowercase?: boolean;
}

export type Normalisation = 'none' | 'nfc' | 'nfd-ascii';
export const NORMALISATIONS: readonly Normalisation[] = ['none', 'nfc', 'nfd-ascii'];

export interface Normaliser {
  normalise(text: string): string;
  /** Characters that would vanish, combining marks aside; may hold repetitions. */
  dropped(text: string): string[];
  json: NormalizerJSON | null;
}

const REPLACEMENTS = new Map(
  Object.entries(TRANSLITERATION).flatMap(([sources, target]) => [...sources].map((c) => [c, target])),
);
const TRANSLITERATED = new RegExp(`[${[...REPLACEMENTS.keys()].join('')}]`, 'gu');
const NOT_KEPT = '[^\\t\\n -~]';
const NOT_KEPT_PATTERN = new RegExp(NOT_KEPT, 'gu');
const ONLY_KEPT = /^[\t\n -~]*$/;

/** Makes the normaliser of some options. @throws TypeError for an unknown value */
export function createNormaliser({ normalise = 'none', lowercase = false }: TextOptions): Normaliser {
  if (!NORMALISATIONS.includes(normalise)) {
    const names = NORMALISATIONS.map((name) => `'${name}'`).join(', ');
    throw new TypeError(`Option normalise must be one of ${names}; received ${JSON.stringify(normalise)}.`);
  }
  if (typeof lowercase !== 'boolean') {
    throw new TypeError(`Option lowercase must be true or false; received ${JSON.stringify(lowercase)}.`);
  }
  const unify = unifiers[normalise];
  return {
    normalise: lowercase ? (text) => toLower(unify(text)) : unify,
    dropped: normalise === 'nfd-ascii' ? vanishing : () => [],
    json: normalizerJSON(normalise, lowercase),
  };
}

const unifiers: Record<Normalisation, (text: string) => string> = {
  none: (text) => text,
  nfc: (text) => text.normalize('NFC'),
  'nfd-ascii': (text) => (ONLY_KEPT.test(text) ? text : transliterate(text).replace(NOT_KEPT_PATTERN, '')),
};

function transliterate(text: string): string {
  return text.normalize('NFD').replace(TRANSLITERATED, (character) => REPLACEMENTS.get(character) ?? '');
}

function vanishing(text: string): string[] {
  return (transliterate(text).match(NOT_KEPT_PATTERN) ?? []).filter((character) => !/\p{M}/u.test(character));
}

function toLower(text: string): string {
  return text.toLowerCase().replaceAll('ς', 'σ');
}

function normalizerJSON(normalise: Normalisation, lowercase: boolean): NormalizerJSON | null {
  const normalizers: NormalizerJSON[] = [];
  if (normalise === 'nfc') normalizers.push({ type: 'NFC' });
  if (normalise === 'nfd-ascii') {
    normalizers.push({ type: 'NFD' });
    for (const [sources, content] of Object.entries(TRANSLITERATION)) {
      normalizers.push({ type: 'Replace', pattern: { Regex: `[${sources}]` }, content });
    }
    normalizers.push({ type: 'Replace', pattern: { Regex: NOT_KEPT }, content: '' });
  }
  if (lowercase) {
    // Implementations differ in Σ at the end of a word (JavaScript: ς, Rust: σ); this makes them agree.
    normalizers.push({ type: 'Lowercase' }, { type: 'Replace', pattern: { String: 'ς' }, content: 'σ' });
  }
  return normalizers.length === 0 ? null : { type: 'Sequence', normalizers };
}
