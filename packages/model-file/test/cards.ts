import fc from 'fast-check';
import type { GivenCard } from '../src/index.js';

/** Any JSON, as it comes out of JSON: without -0. */
const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown);

const common = {
  title: fc.option(fc.string({ unit: 'binary' }), { nil: undefined }),
  provenance: fc.option(fc.dictionary(fc.string(), json, { noNullPrototype: true }), { nil: undefined }),
};
const names = (minLength: number) =>
  fc.uniqueArray(fc.string({ unit: 'binary' }), { minLength, maxLength: 6 });
const id = fc.integer({ min: 0, max: 99 });
const size = fc.integer({ min: 1, max: 8 });
const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const above0 = finite.filter((value) => value > 0);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const image = size.chain((channels) => {
  const perChannel = (number: fc.Arbitrary<number>) =>
    optional(fc.array(number, { minLength: channels, maxLength: channels }));
  return fc.record({
    channels: fc.constant(channels),
    height: size,
    width: size,
    scale: optional(above0),
    mean: perChannel(finite),
    std: perChannel(above0),
  });
});

const text = fc.oneof(
  fc.record({ maxLength: optional(size), padding: fc.constantFrom(undefined, false) }),
  fc.record({ maxLength: size, padding: fc.constant(true) }),
);

const language = fc.oneof(
  fc.record({
    startId: optional(id),
    endId: optional(id),
    conditions: optional(fc.dictionary(fc.string(), id, { noNullPrototype: true })),
  }),
  fc.record({ endId: optional(id), warmUp: optional(fc.array(id, { minLength: 1, maxLength: 64 })) }),
);

const classification = { ...common, task: fc.constant('classification' as const), labels: names(1) };
const labeling = { ...common, task: fc.constant('labeling' as const), labels: optional(names(0)) };
const tokens = { input: fc.constant('tokens' as const), vocabulary: size };
const sequence = { input: fc.constant('sequence' as const) };

/** Cards of every kind that may be written. */
export const cards: fc.Arbitrary<GivenCard> = fc.oneof(
  fc.record({ ...classification, input: fc.constant('text' as const), text: optional(text) }),
  fc.record({ ...classification, input: fc.constant('image' as const), image }),
  fc.record({ ...classification, ...tokens }),
  fc.record({ ...labeling, ...tokens }),
  fc.record({ ...classification, ...sequence }),
  fc.record({ ...labeling, ...sequence }),
  fc.record({
    ...common,
    task: fc.constant('language-model' as const),
    input: fc.constant('text' as const),
    language: optional(language),
  }),
);

/** Cards with something in them changed: most of them may not be written. */
export const changedCards: fc.Arbitrary<Record<string, unknown>> = fc
  .tuple(cards, json, fc.nat(), fc.nat(), fc.constantFrom('value', 'part', 'list', 'new', 'gone'))
  .map(([card, value, at, other, change]) => {
    const copy = JSON.parse(JSON.stringify(card)) as Record<string, unknown>;
    const pick = (object: object, k: number) => Object.keys(object)[k % Object.keys(object).length];
    const name = pick(copy, at)!;
    const part = copy[name] as Record<string, unknown>;
    const inner = typeof part === 'object' && part !== null ? pick(part, other) : undefined;
    if (change === 'gone') delete copy[name];
    else if (change === 'new') copy[`${name}s`] = value;
    else if (change === 'value' || inner === undefined) copy[name] = value;
    else if (change === 'list' && Array.isArray(part)) copy[name] = [...part, ...part, ...part, value];
    else part[inner] = value;
    return copy;
  });

export const tokenizer = { model: { type: 'WordLevel', vocab: { a: 0 } } };
