const SAMPLES = 5;

/** Indices of some examples: the first of each class, then the first of all others. */
export function chooseSamples(
  targets: ArrayLike<number>,
  known: (index: number) => boolean = () => true,
): number[] {
  const seen = new Set<number>();
  const first: number[] = [];
  const rest: number[] = [];
  for (let index = 0; index < targets.length; index++) {
    if (!known(index)) continue;
    const target = targets[index]!;
    (seen.has(target) ? rest : first).push(index);
    seen.add(target);
  }
  return [...first, ...rest].slice(0, SAMPLES);
}
