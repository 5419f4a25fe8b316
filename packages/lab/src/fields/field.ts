/** One setting of a recipe: what it means, and which values it takes. */
export interface Field<Value = unknown> {
  readonly doc: string;
  /** What a value must be, as in "must be …". */
  readonly expected: string;
  readonly default: Value;
  /** The text of `--set key=text` as a value; text that cannot be one comes back as it is. */
  parse(text: string): unknown;
  accepts(value: unknown): value is Value;
}

export type Fields = Readonly<Record<string, Field>>;

/** The values of some fields. */
export type ValuesOf<F extends Fields> = {
  -readonly [K in keyof F]: F[K] extends Field<infer V> ? V : never;
};

/** A value as it is written in `--set`. */
export function written(value: unknown): string {
  if (value === null) return 'none';
  return Array.isArray(value) ? value.join(',') : String(value);
}
