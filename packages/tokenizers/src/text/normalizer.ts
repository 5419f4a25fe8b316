import { checkValue, flag, oneOf, shown } from '@rnnlab/shared';
import { TokenizerError } from '../errors.js';
import type { ComponentJSON } from '../hugging-face/tokenizer-json.js';
import { characterClass, charactersOfClass, javaScriptClass } from './character-class.js';
import { TRANSLITERATION } from './transliteration.js';
import { hasLoneSurrogate } from './unicode.js';

/** What happens to a text before it is split into tokens: first `normalize`, then `keep`, then `lowercase`. */
export interface TextOptions {
  /**
   * - `'none'` (default): nothing.
   * - `'nfc'`: Unicode canonical composition, so that é is one character however it was typed.
   * - `'nfd-ascii'`: canonical decomposition, the transliterations of ł, ø, ß and their like, typographic
   *   quotes, dashes and spaces; of the rest only printable ASCII, tab and line feed stay. "Ślusàrski" becomes
   *   "Slusarski"; Greek, Cyrillic or Chinese letters are dropped.
   */
  normalize?: Normalization | undefined;
  /**
   * The characters that stay, all in one string; every other one is dropped (default: all stay). `CLEAN_TEXT` is
   * such a set. What should come out as "unknown" instead belongs in a tokenizer's alphabet, not here.
   */
  keep?: string | undefined;
  /**
   * Lower case, last of all (default false). Σ always becomes σ, also at the end of a word, so that a letter's
   * case does not depend on its neighbors.
   */
  lowercase?: boolean | undefined;
}

export type Normalization = 'none' | 'nfc' | 'nfd-ascii';
export const TEXT_OPTIONS = ['normalize', 'keep', 'lowercase'] as const;
export const NORMALIZATIONS: readonly Normalization[] = ['none', 'nfc', 'nfd-ascii'];

/**
 * The characters of plain English prose, for the option `keep`: `A-Z`, `a-z`, `0-9`, comma, full stop, apostrophe
 * and space. A usual rule for text classification, together with `lowercase`.
 *
 * @example
 * trainWordTokenizer(texts, { keep: CLEAN_TEXT, lowercase: true });
 */
export const CLEAN_TEXT = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789,.' ";

export interface Normalizer {
  normalize(text: string): string;
  /** Characters that would vanish, combining marks aside; may hold repetitions. */
  dropped(text: string): string[];
  json: ComponentJSON | null;
}

type Step = (text: string) => string;

const REPLACEMENTS = new Map(
  Object.entries(TRANSLITERATION).flatMap(([sources, target]) => [...sources].map((c) => [c, target])),
);
const TRANSLITERATED = new RegExp(`[${[...REPLACEMENTS.keys()].join('')}]`, 'gu');
const NOT_ASCII = '[^\\t\\n -~]';
const NOT_ASCII_PATTERN = new RegExp(NOT_ASCII, 'gu');
const ONLY_ASCII = /^[\t\n -~]*$/;

/** Makes the normalizer of some options. @throws TokenizerError for an impossible value */
export function createNormalizer(options: TextOptions): Normalizer {
  const { normalize = 'none', keep, lowercase = false } = options;
  checkValue('Option normalize', normalize, oneOf(NORMALIZATIONS), TokenizerError);
  checkValue('Option lowercase', lowercase, flag, TokenizerError);
  requireKeep(keep);
  const unify = unifiers[normalize];
  const filter = keep === undefined ? undefined : keeping(keep);
  const steps: Step[] = [];
  if (normalize !== 'none') steps.push(unify);
  if (filter) steps.push(filter.apply);
  if (lowercase) steps.push(toLower);
  return {
    normalize: compose(steps),
    dropped(text) {
      const gone = normalize === 'nfd-ascii' ? vanishing(text) : [];
      return filter ? [...gone, ...filter.dropped(unify(text))] : gone;
    },
    json: normalizerJSON(options),
  };
}

/** The options whose normalizer is written so in `tokenizer.json`, or `undefined`. */
export function textOptionsOf(json: unknown, isEqual: (a: unknown, b: unknown) => boolean) {
  const keep = keepOf(json);
  for (const normalize of NORMALIZATIONS) {
    for (const lowercase of [false, true]) {
      const options: TextOptions = { normalize, lowercase, ...(keep !== undefined && { keep }) };
      if (isEqual(normalizerJSON(options), json)) return options;
    }
  }
  return undefined;
}

function compose(steps: readonly Step[]): Step {
  const [first, ...rest] = steps;
  if (!first) return (text) => text;
  return rest.length === 0 ? first : (text) => rest.reduce((result, step) => step(result), first(text));
}

const unifiers: Record<Normalization, Step> = {
  none: (text) => text,
  nfc: (text) => text.normalize('NFC'),
  'nfd-ascii': (text) => (ONLY_ASCII.test(text) ? text : transliterate(text).replace(NOT_ASCII_PATTERN, '')),
};

function transliterate(text: string): string {
  return text.normalize('NFD').replace(TRANSLITERATED, (character) => REPLACEMENTS.get(character) ?? '');
}

function vanishing(text: string): string[] {
  return withoutMarks(transliterate(text).match(NOT_ASCII_PATTERN) ?? []);
}

function keeping(characters: string) {
  const others = new RegExp(`[^${javaScriptClass(characters)}]+`, 'gu');
  return {
    apply: (text: string) => text.replace(others, ''),
    dropped: (text: string) => withoutMarks((text.match(others) ?? []).flatMap((run) => [...run])),
  };
}

const withoutMarks = (characters: string[]) => characters.filter((character) => !/\p{M}/u.test(character));

function toLower(text: string): string {
  return text.toLowerCase().replaceAll('ς', 'σ');
}

function requireKeep(keep: unknown): void {
  if (keep === undefined) return;
  if (typeof keep !== 'string') {
    throw new TokenizerError(
      `Option keep must be a string of the characters that stay, received ${shown(keep)}.`,
    );
  }
  if (keep === '' || hasLoneSurrogate(keep)) {
    const received = keep === '' ? 'none' : 'half a surrogate pair';
    throw new TokenizerError(
      `Option keep must hold at least one character, each a whole one, received ${received}.`,
    );
  }
}

function normalizerJSON({ normalize, keep, lowercase }: TextOptions): ComponentJSON | null {
  const normalizers: ComponentJSON[] = [];
  if (normalize === 'nfc') normalizers.push({ type: 'NFC' });
  if (normalize === 'nfd-ascii') {
    normalizers.push({ type: 'NFD' });
    for (const [sources, content] of Object.entries(TRANSLITERATION))
      normalizers.push(replace(sources, content));
    normalizers.push({ type: 'Replace', pattern: { Regex: NOT_ASCII }, content: '' });
  }
  if (keep !== undefined) normalizers.push(dropOthers(keep));
  if (lowercase) {
    // Implementations differ in Σ at the end of a word (JavaScript: ς, Rust: σ); this makes them agree.
    normalizers.push({ type: 'Lowercase' }, { type: 'Replace', pattern: { String: 'ς' }, content: 'σ' });
  }
  return normalizers.length === 0 ? null : { type: 'Sequence', normalizers };
}

const replace = (sources: string, content: string): ComponentJSON => ({
  type: 'Replace',
  pattern: { Regex: `[${sources}]` },
  content,
});

const dropOthers = (keep: string): ComponentJSON => ({
  type: 'Replace',
  pattern: { Regex: `[^${characterClass(keep)}]` },
  content: '',
});

/** Finds the option `keep` in a normalizer; whether the rest is as written here is for the caller to check. */
function keepOf(json: unknown): string | undefined {
  const { normalizers } = (json ?? {}) as { normalizers?: unknown };
  if (!Array.isArray(normalizers)) return undefined;
  for (const step of normalizers.slice(-3)) {
    const regex: unknown = step?.pattern?.Regex;
    const inside = typeof regex === 'string' ? /^\[\^(.*)\]$/.exec(regex)?.[1] : undefined;
    const characters = inside === undefined ? undefined : charactersOfClass(inside);
    if (characters !== undefined) return characters;
  }
  return undefined;
}
