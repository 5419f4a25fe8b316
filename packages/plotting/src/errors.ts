import { RnnlabError, shown } from '@rnnlab/shared';

/** The error of input that cannot be drawn. The message is one sentence with what was expected and what was received. */
export class PlotError extends RnnlabError {
  override readonly name = 'PlotError';
  readonly code = 'RNNLAB_PLOT';
}

/**
 * Checks a width or height in pixels and returns it.
 *
 * @throws {PlotError} When it is not a finite number of at least `minimum`.
 */
export function checkSize(name: string, value: number, minimum: number): number {
  if (Number.isFinite(value) && value >= minimum) return value;
  throw new PlotError(`${name} must be at least ${minimum} pixels, received ${shown(value)}.`);
}

/**
 * Checks a domain or range of values.
 *
 * @param expected - What it has to be, for the message. Default: two rising finite numbers.
 * @throws {PlotError} When its ends are not `valid` or not in rising order.
 */
export function checkInterval(
  name: string,
  [low, high]: readonly [number, number],
  {
    valid = Number.isFinite,
    expected = 'two rising finite numbers',
  }: {
    valid?: (value: number) => boolean;
    expected?: string;
  } = {},
): void {
  if (valid(low) && valid(high) && low < high) return;
  throw new PlotError(`${name} must be ${expected}, received [${low}, ${high}].`);
}
