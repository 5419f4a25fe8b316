import { checkValue, flag, oneOf, shown } from '@rnnlab/shared';
import { TokenizerError } from '../errors.js';
import type { ComponentJSON } from '../hugging-face/tokenizer-json.js';
import { characterClass, charactersOfClass, javaScriptClass } from './character-class.js';
import { TRANSLITERATION } from './transliteration.js';
import { hasLoneSurrogate } from './unicode.js';

/** Options of text normalization before tokenization: first `normalize`, then `keep`, then `lowercase`. */
export interface TextOptions {
  /**
   * The Unicode normalization. Default: `'none'`.
   * - `'none'`: nothing.
   * - `'nfc'`: Unicode canonical composition, so that é is one character however it was typed.
   * - `'nfd-ascii'`: canonical decomposition, the transliterations of ł, ø, ß and their like, typographic
   *   quotes, dashes and spaces; of the rest only printable ASCII, tab and line feed stay. "Ślusàrski" becomes
   *   "Slusarski"; Greek, Cyrillic or Chinese letters are dropped.
   */
  normalize?: Normalization | undefined;
  /**
   * The characters to keep, all in one string, such as `CLEAN_TEXT`; every other one is dropped. Default: all are kept.
   * For characters that should become "unknown" instead, choose the alphabet of a character tokenizer.
   */
  keep?: string | undefined;
  /**
   * Whether to convert to lower case, last of all. Default: false. Σ always becomes σ, also at the end of a word, so that a letter's
   * case does not depend on its neighbors.
   */
  lowercase?: boolean | undefined;
}

/** A Unicode normalization; see {@link TextOptions.normalize}. */
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

/** The normalization of some options. */
interface Normalizer {
  normalize(text: string): string;
  /** Characters that are dropped, without combining marks; may have repetitions. */
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

/**
 * Makes the normalizer of some options.
 *
 * @throws {TokenizerError} For an invalid value.
 */
export function createNormalizer(options: TextOptions): Normalizer {
  const { normalize = 'none', keep, lowercase = false } = options;
  checkValue('Option normalize', normalize, oneOf(NORMALIZATIONS), TokenizerError);
  checkValue('Option lowercase', lowercase, flag, TokenizerError);
  requireKeep(keep);
  const unicode = unicodeSteps[normalize];
  const filter = keep === undefined ? undefined : keepOnly(keep);
  const steps: Step[] = [];
  if (normalize !== 'none') steps.push(unicode);
  if (filter) steps.push(filter.apply);
  if (lowercase) steps.push(toLower);
  return {
    normalize: compose(steps),
    dropped(text) {
      const lost = normalize === 'nfd-ascii' ? notAscii(text) : [];
      return filter ? [...lost, ...filter.dropped(unicode(text))] : lost;
    },
    json: normalizerJSON(options),
  };
}

/** Finds the options whose normalizer is written so in `tokenizer.json`; `undefined` if there are none. */
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

const unicodeSteps: Record<Normalization, Step> = {
  none: (text) => text,
  nfc: (text) => text.normalize('NFC'),
  'nfd-ascii': (text) => (ONLY_ASCII.test(text) ? text : transliterate(text).replace(NOT_ASCII_PATTERN, '')),
};

function transliterate(text: string): string {
  return text.normalize('NFD').replace(TRANSLITERATED, (character) => REPLACEMENTS.get(character) ?? '');
}

function notAscii(text: string): string[] {
  return withoutMarks(transliterate(text).match(NOT_ASCII_PATTERN) ?? []);
}

function keepOnly(characters: string) {
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

/** Finds the option `keep` in a normalizer; the caller checks the rest. */
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
