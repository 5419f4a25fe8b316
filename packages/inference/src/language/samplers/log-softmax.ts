/** The logarithms of the softmax of logits, in nats. */
export function logSoftmax(logits: Float32Array): Float64Array {
  let largest = Number.NEGATIVE_INFINITY;
  for (const logit of logits) if (logit > largest) largest = logit;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - largest);
  const shift = largest + Math.log(sum);
  return Float64Array.from(logits, (logit) => logit - shift);
}
