/**
 * About how long a call of an engine should take, in milliseconds, and the most steps in it: progress and interrupts come
 * between two, and what a call gives back is garbage for a while, so that memory would grow over more steps before it stays.
 */
const CALL_TIME = 400;
const MOST_STEPS = 16;

/**
 * How many steps `fit` gives to an engine at once: each call copies the whole state out of ONNX Runtime, which takes a
 * twentieth of a step with 2 × LSTM-512.
 *
 * @param ms - Milliseconds that a step takes.
 * @returns From 1 to 16.
 */
export const stepsPerCall = (ms: number): number =>
  Math.max(1, Math.min(MOST_STEPS, Math.round(CALL_TIME / ms)));
