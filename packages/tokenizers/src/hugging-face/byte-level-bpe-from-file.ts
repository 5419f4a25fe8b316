import { byteLevelBpe, bytesOfToken, CHARACTER_BYTES } from '../bpe/byte-level-bpe.js';
import { type SplitPattern, splitPatterns } from '../bpe/split-patterns.js';
import { textOptionsOf } from '../text/normalizer.js';
import { createTokenizer, type Tokenizer } from '../tokenizer.js';
import { type CheckedFile, copyOf } from './check-file.js';
import { startAndEndOf } from './post-processor.js';
import { type Config, padIdOf } from './tokenizer-config.js';
import { isEqual, isObject, own } from './tokenizer-json.js';

/**
 * Makes a native tokenizer of a byte-level BPE file, such as GPT-2's or one that this package wrote: the same ids as the
 * library gives, faster.
 *
 * @returns `undefined` when the file has a part that only the library supports.
 */
export function byteLevelBpeFromFile(file: CheckedFile, config: Config): Tokenizer | undefined {
  const { json, model, vocabulary, added } = file;
  const options = textOptionsOf(json.normalizer ?? null, isEqual);
  const pattern = patternOf(json.pre_tokenizer);
  if (!options || !pattern || config.cleanUp || !isPlainModel(file) || !isByteLevel(json.decoder))
    return undefined;
  const isSimple = added.every(
    ({ lstrip, rstrip, normalized }) => !(lstrip || rstrip || (normalized && json.normalizer)),
  );
  const tokens = added.map(({ content }) => content);
  const marks = new Set(tokens);
  const isBytes = vocabulary.tokens.every(
    (token) => marks.has(token) || (token !== '' && bytesOfToken(token)),
  );
  if (!isSimple || !isBytes || marks.has('')) return undefined;
  const around = postProcessorOf(json.post_processor);
  if (!around) return undefined;

  const merges = file.merges.map(
    ([left, right]) =>
      [left, right, left + right].map((token) => vocabulary.id(token)!) as [number, number, number],
  );
  const specials = { tokens, start: around.start, end: around.end };
  return createTokenizer(
    byteLevelBpe(vocabulary, tokens, merges, pattern, model.ignore_merges === true),
    specials,
    options,
    {
      padId: padIdOf(file, config),
      toJSON: copyOf(json),
    },
  );
}

/** The split pattern of a pre-tokenizer; trimming of offsets makes no difference to the ids. */
function patternOf(preTokenizer: unknown): SplitPattern | undefined {
  if (!isObject(preTokenizer)) return undefined;
  const steps = preTokenizer.type === 'Sequence' ? preTokenizer.pretokenizers : [preTokenizer];
  const plain = (steps as Record<string, unknown>[]).map(withoutOffsets);
  return Object.values(splitPatterns).find(({ preTokenizer: known }) => {
    const expected = known.type === 'Sequence' ? (known.pretokenizers as Record<string, unknown>[]) : [known];
    return isEqual(plain, expected.map(withoutOffsets));
  });
}

function withoutOffsets(step: Record<string, unknown>): Record<string, unknown> {
  if (step.type === 'Split') return { invert: false, ...step };
  if (step.type !== 'ByteLevel') return step;
  return {
    ...step,
    add_prefix_space: step.add_prefix_space ?? false,
    use_regex: step.use_regex ?? true,
    trim_offsets: true,
  };
}

function isPlainModel({ type, model, vocabulary }: CheckedFile): boolean {
  return (
    type === 'BPE' &&
    !model.unk_token &&
    !model.end_of_word_suffix &&
    !model.byte_fallback &&
    [...CHARACTER_BYTES.keys()].every((character) => vocabulary.has(character))
  );
}

const isByteLevel = (component: unknown) => isObject(component) && component.type === 'ByteLevel';

/** The start and end tokens of a post-processor; `undefined` when it does anything else. */
function postProcessorOf(processor: unknown): { start?: string; end?: string } | undefined {
  if (!isObject(processor) || isByteLevel(processor)) return {};
  if (processor.type === 'Sequence') {
    const rest = (processor.processors as unknown[]).filter((one) => !isByteLevel(one));
    return rest.length > 1 ? undefined : postProcessorOf(rest[0]);
  }
  if (processor.type !== 'TemplateProcessing') return undefined;
  const items = processor.single as Record<string, unknown>[];
  const found = startAndEndOf(processor);
  const isAll = items.length === 1 + Object.keys(found).length;
  const isFirst = items.some((item) => isObject(item.Sequence) && own(item.Sequence, 'id') === 'A');
  return isAll && isFirst ? found : undefined;
}
