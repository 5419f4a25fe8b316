import { Generator, shown } from '@rnnlab/shared';
import type { Tokenizer } from '@rnnlab/tokenizers';
import { InferenceError } from '../error.js';
import type { LanguageFile } from '../file/model-file.js';
import { guardSession, type Session } from '../session.js';
import { beamSearch, beamSearchOptions } from './beam-search.js';
import { GeneratedSequence, type Generation, generateTokens } from './generate.js';
import {
  type BeamOptions,
  type BeamResult,
  checkMethodOptions,
  type GenerateManyOptions,
  type GenerateOptions,
  type TextOptions,
} from './generation-options.js';
import { scoreSequences, type TextScore } from './perplexity.js';
import { type EncodedPrompt, encodePrompt, encodeText, prefill, prefillAll, startIdFor } from './prompt.js';
import { samplingStrategy } from './sampling.js';
import { statefulDecoder } from './stateful-decoder.js';

/** A loaded language model, which generates texts. */
export interface LanguageModel {
  readonly input: 'language';
  readonly title: string;
  /** The origin of the model: dataset, split, seed, test loss and the like. */
  readonly provenance: Readonly<Record<string, unknown>>;
  readonly tokenizer: Tokenizer;
  /** The labels to condition on, such as languages; empty for most models. */
  readonly conditions: readonly string[];
  /** Whether the model has an end symbol. */
  readonly ends: boolean;
  /**
   * Generates a text and streams it, some characters at a time. The generator returns the whole text and its finish
   * reason.
   *
   * @param options - Prompt, sampling (temperature, top-k, nucleus, greedy) and limits.
   * @throws {InferenceError} For an invalid option, a prompt with unknown characters or words, an unknown condition, and
   * after `close`; the reason of the signal when that is aborted.
   */
  generate(options?: GenerateOptions): AsyncGenerator<string, Generation, void>;
  /**
   * Generates a batch of texts, which takes little longer than one. Each has its own generator: the text at an index does
   * not depend on the size of the batch.
   *
   * @param options - As of `generate`, and the number of texts.
   * @throws {InferenceError} As `generate` does.
   */
  generateMany(options?: GenerateManyOptions): Promise<Generation[]>;
  /**
   * Finds the likeliest texts by beam search, best first.
   *
   * @param options - Prompt, beam width and length penalty.
   * @throws {InferenceError} As `generate` does.
   */
  beamSearch(options?: BeamOptions): Promise<BeamResult[]>;
  /**
   * Computes the negative log-probability of texts, from which follows the perplexity: of every token, but of a model of
   * running text without a warm-up all but the first.
   *
   * @param texts - The texts.
   * @param options - The label to condition on.
   * @throws {InferenceError} For a text with unknown characters or words, one without a token to predict, and after
   * `close`.
   */
  score(texts: readonly string[], options?: Pick<TextOptions, 'condition'>): Promise<TextScore[]>;
  /** Releases the model after pending calls. */
  close(): Promise<void>;
}

/**
 * Makes a language model of a file and the session of its `decodingGraph`. One step is run, so that a model that does not
 * work fails here.
 *
 * @throws {InferenceError} When it does not work.
 */
export async function openLanguageModel(file: LanguageFile, session: Session): Promise<LanguageModel> {
  const { input, title, provenance, tokenizer, language, vocabulary } = file;
  const guard = guardSession(session, vocabulary);
  // The warm-up is read once, and every text starts from its states. `encodePrompt` begins with its last id.
  const { warmUp } = language;
  const warm = warmUp && (await prefill(statefulDecoder(file, guard), warmUp)).states;
  const decoder = statefulDecoder(file, guard, warm);
  // A consumer of a stream may never finish it, so `close` waits for single runs only.
  const single = statefulDecoder(file, { run: (...run) => guard.whileOpen(() => guard.run(...run)) }, warm);
  const previous = Int32Array.of(vocabulary - 1);
  const trial = await decoder.run(
    { rows: 1, steps: 1, previous, states: decoder.start(1) },
    { logits: true },
  );
  if (!trial.logits!.every(Number.isFinite)) {
    throw new InferenceError('ONNX Runtime gave logits that are not numbers: the weights are damaged.');
  }

  /** Prepares sampling and prompts, and checks them before anything is run. */
  function prepare(n: number, prompts: readonly (string | undefined)[], options: GenerateOptions) {
    const { condition, maxTokens = 1000, stop = [], seed = Math.floor(Math.random() * 2 ** 31) } = options;
    const strategy = samplingStrategy(options);
    const stops = [stop].flat();
    // Each text has its own generator.
    const source = new Generator(seed);
    const begin = new Map(
      [...new Set(prompts)].map((prompt) => [prompt, encodePrompt(file, { prompt, condition })]),
    );
    const beginnings: EncodedPrompt[] = [];
    const texts = Array.from({ length: n }, (_, k) => {
      const random = source.fork();
      beginnings[k] = begin.get(prompts[k % prompts.length])!(random);
      return new GeneratedSequence(file, beginnings[k], { random, stops, maxTokens });
    });
    return { strategy, texts, ids: beginnings.map((one) => one.ids) };
  }

  async function* generate(options: GenerateOptions = {}): AsyncGenerator<string, Generation, void> {
    checkMethodOptions('generate', options);
    const { signal } = options;
    const { strategy, texts, ids } = prepare(1, [options.prompt], options);
    const [text] = texts as [GeneratedSequence];
    const state = await prefillAll(single, ids, signal);
    for await (const _ of generateTokens(single, texts, state, strategy, signal)) {
      const piece = text.take();
      if (piece !== '') yield piece;
    }
    const rest = text.take();
    if (rest !== '') yield rest;
    return text.result();
  }

  return {
    input,
    title,
    provenance,
    tokenizer,
    conditions: Object.freeze(Object.keys(language.conditions)),
    ends: language.endId !== undefined,
    generate,
    async generateMany(options = {}) {
      checkMethodOptions('generateMany', options);
      const { prompt, n, signal, ...rest } = options;
      const prompts: readonly (string | undefined)[] = Array.isArray(prompt) ? prompt : [prompt as string];
      const count = n ?? prompts.length;
      if (prompts.length !== 1 && prompts.length !== count) {
        throw new InferenceError(
          `There are ${prompts.length} prompts for ${count} texts, expected one for each.`,
        );
      }
      const { strategy, texts, ids } = prepare(count, prompts, rest);
      return guard.whileOpen(async () => {
        const state = await prefillAll(decoder, ids, signal);
        for await (const _ of generateTokens(decoder, texts, state, strategy, signal));
        return texts.map((text) => text.result());
      });
    },
    async beamSearch(options = {}) {
      checkMethodOptions('beam', options);
      const { signal } = options;
      const { n, ...limits } = beamSearchOptions(options);
      const { ids, lastId, firstId } = encodePrompt(file, options)(new Generator(0));
      return guard.whileOpen(async () => {
        const state = await prefillAll(decoder, [ids], signal);
        const found = await beamSearch(file, decoder, state, { ...limits, signal });
        return found.slice(0, n).map((hypothesis) => {
          const endless = { random: new Generator(0), stops: [], maxTokens: Number.POSITIVE_INFINITY };
          const text = new GeneratedSequence(file, { ids, lastId, firstId }, endless);
          for (const id of hypothesis.ids) text.append(id);
          return {
            text: text.finish(),
            tokens: hypothesis.ids.length,
            logProbability: hypothesis.logProbability,
          };
        });
      });
    },
    async score(texts, options = {}) {
      checkMethodOptions('score', options);
      const { condition } = options;
      if (!Array.isArray(texts) || texts.some((text) => typeof text !== 'string')) {
        throw new InferenceError(`Texts must be an array of strings, received ${shown(texts)}.`);
      }
      const first = startIdFor(language, condition);
      const { endId } = language;
      const sequences = (texts as string[]).map((text, k) => {
        const own = encodeText(tokenizer, text, `texts[${k}]`);
        const ids = [first, ...own, endId].filter((id) => id !== undefined);
        if (ids.length > 1) return ids;
        if (text === '') throw new InferenceError(`texts[${k}] is empty, expected at least one character.`);
        throw new InferenceError(
          own.length === 0
            ? `texts[${k}] (${shown(text)}) has nothing that the model reads.`
            : `texts[${k}] (${shown(text)}) is a single token, and this model predicts none but those after the first, expected two or more.`,
        );
      });
      return guard.whileOpen(() => scoreSequences(decoder, sequences));
    },
    close: guard.close,
  };
}
