/** About how long a call of an engine should take, in milliseconds: progress and interrupts come between two. */
const CALL_TIME = 1000;
/** The batches of a call are in memory together. */
const MOST_STEPS = 64;

/**
 * How many steps `fit` gives to an engine at once: a call hands the whole state in and out, which takes a twentieth of a
 * step with 2 × LSTM-512.
 *
 * @param ms - Milliseconds that a step takes.
 */
export const stepsPerCall = (ms: number): number =>
  Math.max(1, Math.min(MOST_STEPS, Math.round(CALL_TIME / ms)));
