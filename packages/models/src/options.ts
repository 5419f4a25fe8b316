import type { Options, OptionValues } from '@rnnlab/shared';
import { COUNT, parseOptions as parse } from '@rnnlab/shared';
import { SpecError } from './errors.js';

/** Height and width, whole numbers of at least 1; one number is used for both. */
export const SIZE = {
  anyOf: [COUNT, { type: 'array', items: COUNT, minItems: 2, maxItems: 2 }],
  expected: 'a whole number of at least 1, or two of them',
} as const;

/** Height and width; one number is used for both. */
export type Size = number | readonly [height: number, width: number];

/**
 * Checks options of a model as a user wrote them and fills in defaults.
 *
 * @param where - The owner of the options, the subject of an error's sentence: `Layer 2 (dense)`.
 * @throws {SpecError} For an unknown key (with the nearest valid one), a missing or a bad value.
 */
export const parseOptions = <O extends Options>(
  options: O,
  written: unknown,
  where: string,
): OptionValues<O> => parse(options, written, where, SpecError);
