import { expect, test } from 'vitest';
import bert from '../../test/fixtures/bert.json' with { type: 'json' };
import gpt2 from '../../test/fixtures/gpt-2.json' with { type: 'json' };
import llama from '../../test/fixtures/llama.json' with { type: 'json' };
import { byteLevelBpeFromFile } from './byte-level-bpe-from-file.js';
import { checkFile } from './check-file.js';

const isEncodedHere = (json: object, cleanUp = false) =>
  byteLevelBpeFromFile(checkFile(json as Record<string, unknown>), { padToken: undefined, cleanUp }) !==
  undefined;

test('byte-level BPE is encoded here', () => {
  expect(isEncodedHere(gpt2)).toBe(true);
  expect(isEncodedHere({ ...gpt2, normalizer: { type: 'Sequence', normalizers: [{ type: 'NFC' }] } })).toBe(
    true,
  );
  expect(isEncodedHere({ ...gpt2, post_processor: null })).toBe(true);
  expect(isEncodedHere({ ...gpt2, model: { ...gpt2.model, ignore_merges: true } })).toBe(true);
});

test('everything else is left to the library', () => {
  expect(isEncodedHere(bert)).toBe(false);
  expect(isEncodedHere(llama)).toBe(false);
  expect(isEncodedHere(gpt2, true)).toBe(false);
  expect(isEncodedHere({ ...gpt2, normalizer: { type: 'NFKC' } })).toBe(false);
  expect(isEncodedHere({ ...gpt2, pre_tokenizer: { type: 'ByteLevel', add_prefix_space: true } })).toBe(
    false,
  );
  expect(isEncodedHere({ ...gpt2, pre_tokenizer: null })).toBe(false);
  expect(isEncodedHere({ ...gpt2, decoder: { type: 'Fuse' } })).toBe(false);
  expect(isEncodedHere({ ...gpt2, model: { ...gpt2.model, end_of_word_suffix: '</w>' } })).toBe(false);
  const [end] = gpt2.added_tokens;
  expect(isEncodedHere({ ...gpt2, added_tokens: [{ ...end, lstrip: true }] })).toBe(false);
  // Without a byte some texts would be unknown.
  const { Ġ: _, ...vocab } = gpt2.model.vocab;
  const merges = gpt2.model.merges.filter((merge) => !merge.includes('Ġ'));
  expect(isEncodedHere({ ...gpt2, model: { ...gpt2.model, vocab, merges } })).toBe(false);
});
