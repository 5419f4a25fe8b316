import { type Rule, shown, suggestion } from '@rnnlab/shared';
import { ModelFileError } from './error.js';

/** A field of an object in the metadata. */
export interface Field extends Rule {
  /** Whether it may not be left out. */
  readonly required?: boolean;
  /** What it is where it is left out. */
  readonly fallback?: unknown;
}

/**
 * The fields of an object, those that are left out with their defaults.
 *
 * @param path - Where the object is in the metadata `rnnlab`; empty for all of it.
 * @throws ModelFileError if it is no object, for a field that there is not, one that is missing and one that cannot be
 */
export function readFields<Name extends string>(
  path: string,
  value: unknown,
  fields: Readonly<Record<Name, Field>>,
): Record<Name, unknown> {
  if (!isObject(value)) throw wrong(path, 'an object', value);
  const names = Object.keys(fields);
  for (const name of Object.keys(value)) {
    if (names.includes(name) || value[name] === undefined) continue;
    throw new ModelFileError(`${subject(path)} has no field ${shown(name)}${suggestion(name, names)}.`);
  }
  const read = Object.entries<Field>(fields).map(([name, field]) => {
    const own = Object.hasOwn(value, name) ? value[name] : undefined;
    if (own === undefined ? field.required : !field.accepts(own)) {
      throw wrong(path === '' ? name : `${path}.${name}`, field.expected, own);
    }
    return [name, own ?? field.fallback];
  });
  return Object.fromEntries(read) as Record<Name, unknown>;
}

/** The error of a field that cannot be. */
export const wrong = (path: string, expected: string, received: unknown): ModelFileError =>
  new ModelFileError(`${subject(path)} must be ${expected}, received ${shown(received)}.`);

const subject = (path: string): string =>
  path === '' ? 'The metadata `rnnlab`' : `\`${path}\` in the metadata \`rnnlab\``;

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether it is an array of such values; holes of a sparse one are values, too. */
export const isListOf = (value: unknown, accepts: (entry: unknown) => boolean): value is unknown[] =>
  Array.isArray(value) && Array.from(value).every(accepts);

/** What is written of a type of which fields have defaults. */
export type Given<Type, Defaults extends keyof Type> = Omit<Type, Defaults> & {
  readonly [Name in Defaults]?: Type[Name] | undefined;
};
