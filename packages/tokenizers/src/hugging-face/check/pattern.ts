import { unsupported } from '../../format-error.js';
import { isObject } from '../../json-value.js';
import { SplitPreTokenizer } from '../library.js';
import { type Check, fields, text } from './check.js';

/** Longer than any pattern of a published file. */
const LONGEST = 20_000;
const MOST_REPETITIONS = 3;

/**
 * What to look for: `{ String }` or `{ Regex }`. A regular expression must be one that the library can translate, and
 * must not be able to take forever: no repeated group, and at most three unbounded repetitions in one alternative.
 */
export const pattern: Check = (value, path, depth) => {
  if (isObject(value) && Object.hasOwn(value, 'String')) {
    fields({ String: text(LONGEST) })(value, path, depth);
    if (value.String === '') throw unsupported(`${path}.String`, 'at least one character', value.String);
    return;
  }
  fields({ Regex: text(LONGEST) })(value, path, depth);
  const regex = (value as { Regex: string }).Regex;
  const reason = reasonAgainst(regex);
  if (reason) throw unsupported(`${path}.Regex`, reason, regex);
  try {
    new SplitPreTokenizer({ type: 'Split', pattern: { Regex: regex }, behavior: 'Removed', invert: true });
  } catch {
    throw unsupported(`${path}.Regex`, 'a valid regular expression', regex);
  }
};

function reasonAgainst(regex: string): string | undefined {
  let repetitions = 0;
  let classes = 0;
  for (let i = 0; i < regex.length; i++) {
    const unit = regex[i];
    if (unit === '\\') {
      i++;
    } else if (unit === '[') {
      classes++;
      // A bracket that comes first is an ordinary character.
      if (regex[i + 1] === '^') i++;
      if (regex[i + 1] === ']') i++;
    } else if (unit === ']') {
      classes = Math.max(0, classes - 1);
    } else if (classes === 0) {
      if (unit === ')' && /[*+{]/.test(regex[i + 1] ?? '')) return 'no repeated group';
      if (unit === '|') repetitions = 0;
      if (unit === '*' || unit === '+' || unit === '{') repetitions++;
      if (repetitions > MOST_REPETITIONS) return `at most ${MOST_REPETITIONS} repetitions in one alternative`;
    }
  }
  return undefined;
}
