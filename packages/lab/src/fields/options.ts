import type { Option } from '@rnnlab/models';
import type { Member } from '../families/family.js';
import type { Field, Fields } from './field.js';

/** An option of a library as a setting: one without a default may be `none`. */
export function fieldOf({ doc, default: fallback, expected, accepts }: Option<unknown>): Field {
  const required = fallback !== undefined;
  return {
    doc,
    default: fallback ?? null,
    expected: required ? expected : `${expected}, or none`,
    parse: (text) => (text === 'none' && !required ? null : parse(text)),
    accepts: (value): value is unknown => (value === null ? !required : accepts(value)),
  };
}

function parse(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
}

export const fieldsOf = (options: Record<string, Option<unknown>>): Fields =>
  Object.fromEntries(Object.entries(options).map(([name, option]) => [name, fieldOf(option)]));

/** What a library has under names, as members of a family. */
export const membersOf = <Name extends string>(
  registry: Record<Name, { title: string; options: object }>,
  common: object = {},
): Record<Name, Member> =>
  Object.fromEntries(
    Object.entries<{ title: string; options: object }>(registry).map(([name, { title, options }]) => [
      name,
      { doc: title, fields: fieldsOf({ ...options, ...common } as Record<string, Option<unknown>>) },
    ]),
  ) as Record<Name, Member>;
