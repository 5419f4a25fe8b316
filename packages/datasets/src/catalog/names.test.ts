import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { classCounts } from '../sampling/class-counts.js';
import { names } from './names.js';

describe('names', () => {
  it('has these languages and counts', () => {
    const counts = classCounts(names(), ({ label }) => label);
    expect(Object.fromEntries(counts)).toEqual({
      Afrikaans: 162,
      Chinese: 97,
      Croatian: 938,
      Czech: 1000,
      Danish: 106,
      Dutch: 157,
      English: 534,
      French: 150,
      German: 1000,
      Hungarian: 100,
      Indonesian: 257,
      Italian: 1000,
      Latvian: 401,
      Norwegian: 100,
      Polish: 712,
      Portuguese: 123,
      Romanian: 521,
      Serbian: 999,
      Slovak: 508,
      Slovenian: 110,
      Spanish: 705,
      Swedish: 100,
      Turkish: 370,
      Uzbek: 416,
      Yoruba: 98,
      Zulu: 96,
    });
    expect(names().length).toBe(10_760);
  });

  it('lists its languages in the card, in order', () => {
    const { card } = names();
    expect(card?.license).toBe('MIT');
    expect(card?.features?.label).toEqual({
      kind: 'label',
      names: [...classCounts(names(), ({ label }) => label).keys()],
    });
  });

  it('holds no name twice within a language', () => {
    const pairs = names().map(({ text, label }) => `${label} ${text}`);
    expect(new Set(pairs).size).toBe(names().length);
  });

  it('holds 289 names that are in more than one language', () => {
    const counts = classCounts(names(), ({ text }) => text);
    expect([...counts.values()].filter((count) => count > 1)).toHaveLength(289);
  });

  it('holds composed Latin letters, apostrophes, spaces and hyphens only', () => {
    for (const { text } of names()) {
      expect(text).toMatch(/^[\p{Script=Latin}' -]+$/u);
      expect(text).toBe(text.normalize('NFC').trim());
    }
  });

  it('is under 150 kB', async () => {
    const module = await readFile(new URL('./names-by-language.ts', import.meta.url));
    expect(module.byteLength).toBeLessThan(150_000);
  });

  it('is what the script makes', async () => {
    const script = fileURLToPath(new URL('../../scripts/make-names.mjs', import.meta.url));
    await promisify(execFile)(process.execPath, [script, '--check']);
  });
});
