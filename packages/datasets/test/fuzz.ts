import { Generator as Draws } from '@rnnlab/shared';
import { expect } from 'vitest';
import { DatasetError } from '../src/error.js';

/** How a parser is fuzzed; each has a default. */
export interface FuzzOptions {
  /** Mutants to try. The environment variable `FUZZ_COUNT` overrides it. */
  readonly count?: number;
  /** Mutant i of a seed is always the same. The environment variable `FUZZ_SEED` overrides it. */
  readonly seed?: number;
  /** Longest time of one mutant; far above what a parser needs, so that only a hang meets it. */
  readonly seconds?: number;
  /** By how much the peak memory of the process may grow in all. */
  readonly mebibytes?: number;
}

/** Values that lengths, counts and offsets trip over. */
const INTERESTING = [
  0, 1, 2, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff,
];

/**
 * Parses mutants of valid files and expects each to give a result or a `DatasetError`, within the limits.
 *
 * @param parse - Must read everything: a stream that is not read finds nothing.
 * @param corpus - Valid files, small ones.
 * @returns How many mutants were still read and how many refused.
 *
 * @example
 * await expectOnlyDatasetErrors((bytes) => csv(bytes).toArray(), [bytesOf('a,b\n1,2\n')], { count: 200 });
 */
export async function expectOnlyDatasetErrors(
  parse: (bytes: Uint8Array) => unknown,
  corpus: readonly Uint8Array[],
  options: FuzzOptions = {},
): Promise<{ read: number; refused: number }> {
  const count = Number(process.env.FUZZ_COUNT ?? options.count ?? 300);
  const seed = Number(process.env.FUZZ_SEED ?? options.seed ?? 1);
  for (const bytes of corpus) await parse(bytes); // a corpus that is not valid would test little
  const before = process.resourceUsage().maxRSS;
  const outcome = { read: 0, refused: 0 };
  for (let index = 0; index < count; index++) {
    const bytes = mutant(seed, index, corpus);
    const shown = () =>
      `mutant ${index} of seed ${seed}, base64 ${Buffer.from(bytes).toString('base64').slice(0, 4000)}`;
    const start = performance.now();
    try {
      await parse(bytes);
      outcome.read++;
    } catch (error) {
      if (!(error instanceof DatasetError))
        throw new Error(`Not a DatasetError, for ${shown()}`, { cause: error });
      expectOneSentence(error, shown);
      outcome.refused++;
    }
    const seconds = (performance.now() - start) / 1000;
    expect(seconds, `seconds for ${shown()}`).toBeLessThan(options.seconds ?? 10);
  }
  const grown = (process.resourceUsage().maxRSS - before) / 1024;
  expect(grown, 'MiB by which the peak memory grew').toBeLessThan(options.mebibytes ?? 256);
  return outcome;
}

function expectOneSentence(error: DatasetError, shown: () => string): void {
  expect(error.message, `the message for ${shown()}`).toMatch(/\.$/);
  expect(error.message.length, `the length of the message for ${shown()}`).toBeLessThan(600);
}

/** Endless mutants of one file, the same for the same seed. */
export function* mutations(seed: number, bytes: Uint8Array): Generator<Uint8Array, never, undefined> {
  for (let index = 0; ; index++) yield mutant(seed, index, [bytes]);
}

/** Mutant `index` of `seed`: one file of the corpus with one to four changes. */
export function mutant(seed: number, index: number, corpus: readonly Uint8Array[]): Uint8Array {
  const draws = Draws.numbered(seed, index);
  const random: Random = (below) => draws.below(Math.max(1, below));
  let bytes = corpus[random(corpus.length)]!;
  for (let changes = 1 + random(4); changes > 0; changes--) {
    bytes = CHANGES[random(CHANGES.length)]!(bytes, random, corpus);
  }
  return bytes;
}

/** An integer from 0 to below - 1; 0 if `below` is 0. */
type Random = (below: number) => number;
type Change = (bytes: Uint8Array, random: Random, corpus: readonly Uint8Array[]) => Uint8Array;

/** Headers are small and matter most: every other place is one of the first 64 bytes or the last 32. */
function place(length: number, random: Random): number {
  const kind = random(8);
  if (kind < 3) return random(Math.min(64, length));
  if (kind === 3) return Math.max(0, length - 1 - random(Math.min(32, length)));
  return random(length);
}

function splice(bytes: Uint8Array, start: number, end: number, inserted: Uint8Array): Uint8Array {
  const result = new Uint8Array(start + inserted.length + bytes.length - end);
  result.set(bytes.subarray(0, start));
  result.set(inserted, start);
  result.set(bytes.subarray(end), start + inserted.length);
  return result;
}

/** A place and a short length that fits behind it. */
function range(bytes: Uint8Array, random: Random): [start: number, end: number] {
  const start = place(bytes.length, random);
  const longest = random(4) === 0 ? bytes.length : 16;
  return [start, Math.min(bytes.length, start + 1 + random(longest))];
}

function overwrite(size: 1 | 2 | 4, littleEndian: boolean): Change {
  return (bytes, random) => {
    if (bytes.length < size) return bytes;
    const result = bytes.slice();
    const view = new DataView(result.buffer, result.byteOffset, result.length);
    const at = Math.min(place(bytes.length, random), bytes.length - size);
    const value = INTERESTING[random(INTERESTING.length)]!;
    if (size === 1) view.setUint8(at, value);
    else if (size === 2) view.setUint16(at, value, littleEndian);
    else view.setUint32(at, value, littleEndian);
    return result;
  };
}

const NOTHING = new Uint8Array(0);

const CHANGES: readonly Change[] = [
  // One bit.
  (bytes, random) => {
    const result = bytes.slice();
    if (result.length > 0) result[place(bytes.length, random)]! ^= 1 << random(8);
    return result;
  },
  // One byte, to anything.
  (bytes, random) => {
    const result = bytes.slice();
    if (result.length > 0) result[place(bytes.length, random)] = random(256);
    return result;
  },
  overwrite(1, true),
  overwrite(2, true),
  overwrite(2, false),
  overwrite(4, true),
  overwrite(4, false),
  // Cut short.
  (bytes, random) => bytes.subarray(0, place(bytes.length, random)),
  // A part missing.
  (bytes, random) => splice(bytes, ...range(bytes, random), NOTHING),
  // A part twice, or many times.
  (bytes, random) => {
    const [start, end] = range(bytes, random);
    let result = bytes;
    const times = random(4) === 0 ? 50 : 1;
    for (let i = 0; i < times; i++) result = splice(result, start, start, bytes.subarray(start, end));
    return result;
  },
  // Random bytes put in.
  (bytes, random) => {
    const at = place(bytes.length, random);
    return splice(
      bytes,
      at,
      at,
      Uint8Array.from({ length: 1 + random(16) }, () => random(256)),
    );
  },
  // A part moved over another.
  (bytes, random) => {
    const result = bytes.slice();
    const [start, end] = range(bytes, random);
    result.copyWithin(place(bytes.length, random), start, end);
    return result;
  },
  // The beginning of one file and the end of another.
  (bytes, random, corpus) => {
    const other = corpus[random(corpus.length)]!;
    return splice(bytes, place(bytes.length, random), bytes.length, other.subarray(random(other.length)));
  },
];
