import {
  aFunction,
  checkOptions,
  checkValue,
  Generator,
  seed as seedRule,
  wholeNumber,
} from '@rnnlab/shared';
import { type Dataset, DatasetStream } from '../dataset.js';
import { DatasetError, requireDataset } from '../error.js';
import { indexedSource } from '../stream/sources.js';
import { byValue, classOf } from './class-counts.js';
import { shuffleInPlace } from './shuffled-indices.js';

/** Options of {@link balancedSample}. */
export interface BalancedSampleOptions<T> {
  /** Gives the class of an example. */
  readonly label: (example: T) => string | number;
  /** An integer from 0 to 2³² - 1. */
  readonly seed: number;
  /** The number of draws. Default: without end. */
  readonly count?: number | undefined;
}

/**
 * Draws examples so that every class comes equally often, however rare it is.
 *
 * Draws go in rounds that hold each class once, in random order. Within a class, all examples are drawn before one
 * comes again, each time in another random order. The stream may be endless, and its position is one number.
 *
 * The labels of all examples are read once, now; an example again when it is drawn.
 *
 * @throws {DatasetError} If the dataset is empty or an example has no class.
 *
 * @example
 * const sample = balancedSample(names(), { label: ({ label }) => label, seed: 1 });
 * for await (const batch of sample.batch(32).take(1000)) step(batch);
 */
export function balancedSample<T>(dataset: Dataset<T>, options: BalancedSampleOptions<T>): DatasetStream<T> {
  checkOptions('balancedSample', options, ['label', 'seed', 'count'], DatasetError);
  const { label, seed, count } = options;
  requireDataset('balancedSample', dataset);
  checkValue('`label`', label, aFunction, DatasetError);
  checkValue('The seed', seed, seedRule, DatasetError);
  if (count !== undefined) checkValue('The number of draws', count, wholeNumber(0), DatasetError);
  if (dataset.length === 0)
    throw new DatasetError('A balanced sample cannot be drawn from an empty dataset.');
  const classes = indicesByClass(dataset, label);
  const at = `balancedSample(seed ${seed}) of ${dataset.length} examples in ${classes.length} classes`;
  const indexOf = draws(classes, seed);
  const source = indexedSource(at, count ?? Number.POSITIVE_INFINITY, (draw) => dataset.at(indexOf(draw)));
  return new DatasetStream(source, dataset.card);
}

/** The indices of each class, in the order of the class names. */
function indicesByClass<T>(dataset: Dataset<T>, label: (example: T) => string | number): number[][] {
  const classes = new Map<string | number, number[]>();
  let index = 0;
  for (const example of dataset) {
    const name = classOf(label, example, index);
    const indices = classes.get(name);
    if (indices) indices.push(index);
    else classes.set(name, [index]);
    index++;
  }
  return [...classes].sort(([a], [b]) => byValue(a, b)).map(([, indices]) => indices);
}

/** Gives the index of the example of any draw. Orders are made when they are needed, and made again after others. */
function draws(classes: readonly (readonly number[])[], seed: number): (draw: number) => number {
  const seeds = Generator.numbered(seed);
  const seedOfRounds = seeds.below(2 ** 32);
  const roundOf = cacheLast((round) =>
    shuffleInPlace([...classes.keys()], Generator.numbered(seedOfRounds, round)),
  );
  const passOf = classes.map((indices) => {
    const seedOfClass = seeds.below(2 ** 32);
    return cacheLast((pass) =>
      shuffleInPlace(Uint32Array.from(indices), Generator.numbered(seedOfClass, pass)),
    );
  });
  return (draw) => {
    const round = Math.floor(draw / classes.length);
    const drawn = roundOf(round)[draw % classes.length]!;
    const size = classes[drawn]!.length;
    // Each round before this one has drawn one example of this class.
    return passOf[drawn]!(Math.floor(round / size))[round % size]!;
  };
}

/** Keeps the result for the latest number. */
function cacheLast<T>(make: (n: number) => T): (n: number) => T {
  let kept: { readonly n: number; readonly value: T } | undefined;
  return (n) => {
    if (kept?.n !== n) kept = { n, value: make(n) };
    return kept.value;
  };
}
