import { createHash } from 'node:crypto';
import { blockTokens, Dataset, split as splitData, type TextBlocks } from '@rnnlab/datasets';
import type { GivenLanguageCard } from '@rnnlab/model-file';
import { hasCode, plural } from '@rnnlab/shared';
import type { Tokenizer } from '@rnnlab/tokenizers';
import { type TokenStream, tokenExamples, tokenStream } from '@rnnlab/trainer';
import type { Line, RecipeDataset } from '../datasets/dataset.js';
import { datasets } from '../datasets/index.js';
import { LabError } from '../errors.js';
import type { Settings } from '../settings/settings.js';
import { languageScores } from './language-scores.js';
import { modelSpec } from './model.js';
import { type Data, defineTask, PARTS, type Part, type PartName, type Prepared } from './task.js';
import { savedTokenizer, tokenDropoutFor, trainTokenizer } from './tokenizer.js';

type Texts = Data<'language-model'>;

/** Language modeling: every token is predicted from those before it, in lines or one long text. */
export const languageModelTask = defineTask<'language-model'>({
  name: 'language-model',
  losses: ['softmax-cross-entropy'],
  predictionUnit: 'token',
  async load({ dataset: { type, ...values }, seed }): Promise<Texts> {
    const member = datasets[type] as unknown as RecipeDataset<'language-model'>;
    const loaded = await member.load(values, seed);
    const hash = createHash('sha256');
    if (loaded.shape === 'lines') {
      for (const { text, label } of loaded.lines) hash.update(`${label ?? ''}\t${text}\n`);
    } else {
      for (const text of loaded.blocks) hash.update(text);
    }
    return {
      loaded,
      card: loaded.card,
      examples: loaded.shape === 'lines' ? loaded.lines.length : loaded.blocks.characters,
      labels: [],
      sha256: hash.digest('hex'),
      repeats: 0,
    };
  },
  async prepare(settings, data, run) {
    const { loaded } = data;
    const known = await savedTokenizer(run);
    if (loaded.shape === 'stream') {
      const texts = splitBlocks(loaded.blocks, settings);
      const tokenizer = known ?? (await trainTokenizer(texts.train, settings));
      const prepared = await preparedOf(settings, data, tokenizer, {}, (name) =>
        streamPart(name, texts[name], tokenizer, settings),
      );
      const train = prepared.parts.train.examples as TokenStream;
      return { ...prepared, language: { warmUp: warmUpOf(train, tokenizer) } };
    }
    const texts = splitLines(loaded.lines, settings);
    const { labels } = loaded;
    const conditions = labels.map((label) => `[${label}]`);
    const special = labels.length > 0 ? { end: END, specialTokens: conditions } : { start: START, end: END };
    const tokenizer =
      known ??
      (await trainTokenizer(
        texts.train.map(({ text }) => text),
        settings,
        special,
      ));
    const { vocabulary, startId, endId } = tokenizer;
    const language: GivenLanguageCard = {
      ...(startId !== undefined && { startId }),
      endId: endId!,
      ...(labels.length > 0 && {
        conditions: Object.fromEntries(labels.map((label, k) => [label, vocabulary.id(conditions[k]!)!])),
      }),
    };
    return preparedOf(settings, data, tokenizer, language, (name) =>
      linePart(texts[name], tokenizer, language, settings),
    );
  },
  score: (prepared, part, trained) => languageScores(prepared, part, trained),
  samples: async () => [],
});

const START = '[START]';
const END = '[END]';

/** @throws {LabError} For settings that other tasks have a use for. */
function requireSettings(
  { loss, tokenizer, samples }: Settings,
  { loaded }: Texts,
  { unknowns }: Tokenizer,
): void {
  const { readPadding, maxLength } = tokenizer!;
  if ('classWeights' in loss && loss.classWeights !== 'equal') {
    throw new LabError(
      `loss.classWeights must be equal for a language model, received "${loss.classWeights}".`,
    );
  }
  if (readPadding) throw new LabError('tokenizer.readPadding must be false for a language model.');
  if (maxLength !== null && loaded.shape === 'stream') {
    throw new LabError('tokenizer.maxLength must be none for one long text: it is the window that is cut.');
  }
  const unknown = unknowns(samples?.prompts ?? '');
  if (unknown.length > 0) {
    throw new LabError(
      `samples.prompts has ${unknown.map((token) => `"${token}"`).join(', ')}, which the training part has not: leave that out.`,
    );
  }
}

async function preparedOf(
  settings: Settings,
  data: Texts,
  tokenizer: Tokenizer,
  language: GivenLanguageCard,
  part: (name: PartName) => Part,
): Promise<Prepared> {
  requireSettings(settings, data, tokenizer);
  const { size } = tokenizer.vocabulary;
  const { labelSmoothing } = settings.loss as { labelSmoothing: number };
  return {
    data,
    labels: [],
    tokenizer,
    language,
    augmentation: tokenDropoutFor(tokenizer, settings, [
      ...(language.startId === undefined ? [] : [language.startId]),
      ...Object.values(language.conditions ?? {}),
    ]),
    spec: await modelSpec(settings, [{ type: 'tokens', vocabulary: size }], size, { everyStep: true }),
    loss: { type: 'softmax-cross-entropy', ...(labelSmoothing > 0 && { labelSmoothing }) },
    parts: { train: part('train'), validation: part('validation'), test: part('test') },
  };
}

/** Lines drawn at random. */
function splitLines(lines: readonly Line[], { split, seed }: Settings): Record<PartName, Line[]> {
  const { fractions } = split!;
  let parts: Dataset<Line>[];
  try {
    parts = splitData(Dataset.from(lines), { fractions, seed });
  } catch (error) {
    if (!hasCode(error, 'RNNLAB_DATASET')) throw error;
    throw new LabError(
      `There ${lines.length === 1 ? 'is' : 'are'} ${plural(lines.length, 'line')}, too few for parts of ${fractions.join(', ')}: ` +
        'give more lines or other split.fractions, or read one long text by dataset.shape=stream.',
    );
  }
  return Object.fromEntries(PARTS.map((name, k) => [name, parts[k]!.toArray()])) as Record<PartName, Line[]>;
}

/** The beginning to train on, what follows to validate, the end for the test. */
function splitBlocks(blocks: TextBlocks, { split }: Settings): Record<PartName, TextBlocks> {
  const all = blocks.characters;
  const [train = 0, , test = 0] = split!.fractions;
  const [trainEnd, testStart] = [Math.floor(all * train), Math.floor(all * (1 - test))];
  return {
    train: blocks.slice(0, trainEnd),
    validation: blocks.slice(trainEnd, testStart),
    test: blocks.slice(testStart, all),
  };
}

function streamPart(name: PartName, blocks: TextBlocks, tokenizer: Tokenizer, settings: Settings): Part {
  const tokens = blockTokens(blocks, tokenizer.encode);
  // One token in each parallel row, and one that comes next.
  const minimum = name === 'train' ? settings.batchSize + 1 : 2;
  if (tokens.length < minimum) {
    throw new LabError(
      `${blocks.name} is too short: its ${name} part has ${tokens.length} tokens, expected ${minimum} or more; ` +
        'give a longer text, or a smaller batch and other split.fractions.',
    );
  }
  return {
    targets: new Int32Array(0),
    examples: tokenStream({ tokens, window: settings.sequenceLength! }),
    // The first token is read only.
    characters: isOfCharacters(settings)
      ? tokens.length - 1
      : blocks.characters - codePoints(tokenizer.decode(tokens.read(0, 1))),
    show: (index) => blocks.read(index),
  };
}

const codePoints = (text: string): number => [...text].length;

/** Whether every token is a character: what is dropped before that counts as none. */
const isOfCharacters = ({ tokenizer }: Settings): boolean => tokenizer!.type === 'character';

/** Each line from its first token, or that of its label, to its end. */
function linePart(
  lines: readonly Line[],
  tokenizer: Tokenizer,
  { startId, endId, conditions }: GivenLanguageCard,
  settings: Settings,
): Part {
  const { maxLength } = settings.tokenizer!;
  let characters = 0;
  const encoded = lines.map(({ text, label }) => {
    const all = tokenizer.encode(text);
    // Without the symbols that the tokenizer puts around.
    const own = all.subarray(tokenizer.startId === undefined ? 0 : 1, -1);
    const read = maxLength === null ? own : own.subarray(0, maxLength);
    const seen = read.length === own.length ? text : tokenizer.decode(read);
    // The end of a line counts as one.
    characters += (isOfCharacters(settings) ? read.length : codePoints(seen)) + 1;
    return Int32Array.of(label === undefined ? startId! : conditions![label]!, ...read, endId!);
  });
  const examples = tokenExamples({
    ids: encoded.map((ids) => ids.subarray(0, -1)),
    targets: encoded.map((ids) => ids.subarray(1)),
  });
  return {
    targets: new Int32Array(0),
    examples,
    characters,
    show: (index) => lines[index]!.text,
  };
}

/** Tokens of a warm-up at most. */
const MOST = 64;
/** Tokens at the end of the text among which a paragraph or a line is looked for. */
const REACH = 1024;

/**
 * The warm-up of a model of running text: the tokens it reads before it generates. A zero state came once an epoch in its
 * training, so the model does not know how to continue from one. It is the end of the last paragraph, of the last line if
 * no empty line is near, or of the text if no line ends.
 *
 * @param stream - The training part.
 */
export function warmUpOf(stream: TokenStream, tokenizer: Tokenizer): number[] {
  const steps = Math.min(stream.length, REACH);
  const { ids, targets } = stream.batch([stream.length - steps], steps);
  const tokens = [ids![0]!, ...targets!];
  const endOf = (mark: string): number => {
    const ends = (_: number, k: number) =>
      tokenizer.decode(tokens.slice(Math.max(0, k - 1), k + 1)).endsWith(mark);
    return tokens.findLastIndex(ends) + 1;
  };
  const end = endOf('\n\n') || endOf('\n') || tokens.length;
  return tokens.slice(Math.max(0, end - MOST), end);
}
