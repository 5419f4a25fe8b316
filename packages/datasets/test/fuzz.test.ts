import { describe, expect, it } from 'vitest';
import { DatasetError } from '../src/error.js';
import { expectOnlyDatasetErrors, mutant, mutations } from './fuzz.js';

const corpus = [Uint8Array.from({ length: 100 }, (_, i) => i), new TextEncoder().encode('a,b\n1,2\n')];

describe('the fuzzer', () => {
  it('makes the same mutants for the same seed, and others for another', () => {
    const list = (seed: number) => Array.from({ length: 50 }, (_, i) => [...mutant(seed, i, corpus)].join());
    expect(list(1)).toEqual(list(1));
    expect(new Set([...list(1), ...list(2)]).size).toBeGreaterThan(90);
    expect([...mutations(1, corpus[0]!).next().value]).toEqual([...mutant(1, 0, [corpus[0]!])]);
  });

  it('leaves the corpus as it is', () => {
    const before = corpus.map((bytes) => bytes.slice());
    for (let i = 0; i < 500; i++) mutant(3, i, corpus);
    expect(corpus).toEqual(before);
  });

  it('makes shorter, longer, equally long and empty mutants', () => {
    const lengths = Array.from({ length: 5000 }, (_, i) => mutant(1, i, [corpus[0]!]).length);
    expect(lengths.some((length) => length < 100 && length > 0)).toBe(true);
    expect(lengths.some((length) => length > 100)).toBe(true);
    expect(lengths.filter((length) => length === 100).length).toBeGreaterThan(100);
    expect(lengths).toContain(0);
  });

  it('counts what is read and what is refused', async () => {
    const parse = (bytes: Uint8Array) => {
      if (bytes[0] !== 0 && bytes[0] !== 97) throw new DatasetError('The first byte is wrong.');
    };
    const { read, refused } = await expectOnlyDatasetErrors(parse, corpus, { count: 200 });
    expect(read).toBeGreaterThan(50);
    expect(refused).toBeGreaterThan(5);
  });

  it('fails on another error, on a slow parser, and on one that needs much memory', async () => {
    const boom = (bytes: Uint8Array) => {
      if (bytes.length < 100 && bytes.length !== 8) throw new RangeError('Invalid array length');
    };
    await expect(expectOnlyDatasetErrors(boom, corpus)).rejects.toThrow(
      /^Not a DatasetError, for mutant \d+ of/,
    );
    const slow = () => new Promise((resolve) => setTimeout(resolve, 5));
    await expect(expectOnlyDatasetErrors(slow, corpus, { seconds: 0.001 })).rejects.toThrow(/seconds/);
    let kept: Uint8Array | undefined;
    const greedy = (bytes: Uint8Array) => {
      if (bytes.length === 100 || bytes.length === 8) return;
      // Beyond what the process once held and gave back: that much would not show in its peak.
      const free = process.resourceUsage().maxRSS * 1024 - process.memoryUsage.rss();
      kept ??= new Uint8Array(free + (120 << 20)).fill(1);
    };
    await expect(expectOnlyDatasetErrors(greedy, corpus, { mebibytes: 64 })).rejects.toThrow(/peak memory/);
    expect(kept).toBeDefined();
  });
});
