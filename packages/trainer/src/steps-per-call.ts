/** About how long a call of an engine should take, in milliseconds: progress and interrupts come between two. */
const CALL_TIME = 1000;
/** A call holds the batches and dropout masks of all its steps. */
const MOST_STEPS = 64;

/**
 * How many steps `fit` gives to an engine at once: each call copies the whole state out of ONNX Runtime, which takes a
 * twentieth of a step with 2 × LSTM-512.
 *
 * @param ms - Milliseconds that a step takes.
 * @returns From 1 to 64.
 */
export const stepsPerCall = (ms: number): number =>
  Math.max(1, Math.min(MOST_STEPS, Math.round(CALL_TIME / ms)));
