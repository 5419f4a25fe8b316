import { Generator, shown } from '@rnnlab/shared';
import type { Tokenizer } from '@rnnlab/tokenizers';
import { InferenceError } from '../error.js';
import type { LanguageFile } from '../file/model-file.js';
import { guardSession, type Session } from '../session.js';
import { beamSearch } from './beam-search.js';
import { GeneratedSequence, type Generation, generateTokens } from './generate.js';
import {
  type BeamOptions,
  type BeamResult,
  beamSearchOptions,
  checkMethodOptions,
  type GenerateManyOptions,
  type GenerateOptions,
  type TextOptions,
} from './generation-options.js';
import { scoreSequences, type TextScore } from './perplexity.js';
import { type EncodedPrompt, encodePrompt, encodeText, prefill, prefillAll, startIdFor } from './prompt.js';
import { samplingStrategy } from './sampling.js';
import { statefulDecoder } from './stateful-decoder.js';

/** A loaded model that writes texts. */
export interface LanguageModel {
  readonly input: 'language';
  readonly title: string;
  /** Where the model is from: dataset, split, seed, test loss and the like. */
  readonly provenance: Readonly<Record<string, unknown>>;
  readonly tokenizer: Tokenizer;
  /** What texts can be asked for, such as languages; empty for most models. */
  readonly conditions: readonly string[];
  /** True if texts have an end, which the model knows. */
  readonly ends: boolean;
  /**
   * Generates a text, piece by piece as it comes; the pieces are some characters each. The generator returns the whole
   * text and why it ended.
   *
   * @throws InferenceError for an impossible option, a prime with something that the model does not know, a condition
   * that it has not, and after `close`; the reason of the signal when that is aborted
   */
  generate(options?: GenerateOptions): AsyncGenerator<string, Generation, void>;
  /**
   * Generates several texts at the same time, which takes little longer than one. Each has its own draws: the text at
   * an index does not depend on how many there are.
   *
   * @throws as `generate` does
   */
  generateMany(options?: GenerateManyOptions): Promise<Generation[]>;
  /**
   * The likeliest texts that a beam search finds, best first.
   *
   * @throws as `generate` does
   */
  beam(options?: BeamOptions): Promise<BeamResult[]>;
  /**
   * How well the model predicts texts, in the order given: every token, but of a model of running text without a
   * warm-up all but the first.
   *
   * @throws InferenceError for a text with something that the model does not know or nothing to predict, and after
   * `close`
   */
  score(texts: readonly string[], options?: Pick<TextOptions, 'condition'>): Promise<TextScore[]>;
  /** Gives back the memory of the model, after the work under way. */
  close(): Promise<void>;
}

/**
 * Makes a language model of what a file holds and the session that runs its `blockGraph`. One step is taken, so that
 * a model that cannot work fails here.
 *
 * @throws InferenceError if it cannot
 */
export async function languageModel(file: LanguageFile, session: Session): Promise<LanguageModel> {
  const { input, title, provenance, tokenizer, language, vocabulary } = file;
  const guard = guardSession(session, vocabulary);
  // Read once: every text goes on from here. `beginningOf` begins with the last id of it.
  const { warmUp } = language;
  const warm = warmUp && (await prefill(statefulDecoder(file, guard), warmUp)).states;
  const steps = statefulDecoder(file, guard, warm);
  // Whoever reads a text piece by piece may never come to its end, so `close` waits for single runs of it.
  const single = statefulDecoder(file, { run: (...run) => guard.whileOpen(() => guard.run(...run)) }, warm);
  const previous = Int32Array.of(vocabulary - 1);
  const trial = await steps.run({ rows: 1, steps: 1, previous, states: steps.start(1) }, { logits: true });
  if (!trial.logits!.every(Number.isFinite)) {
    throw new InferenceError('ONNX Runtime gave logits that are not numbers: the weights are damaged.');
  }

  /** Makes all that the options say before anything is run. */
  function prepare(n: number, primes: readonly (string | undefined)[], options: GenerateOptions) {
    const { condition, maxTokens = 1000, stop = [], seed = Math.floor(Math.random() * 2 ** 31) } = options;
    const choice = samplingStrategy(options);
    const stops = [stop].flat();
    // Each text has its own draws, whatever the others take.
    const source = new Generator(seed);
    const begin = new Map(
      [...new Set(primes)].map((prime) => [prime, encodePrompt(file, { prime, condition })]),
    );
    const beginnings: EncodedPrompt[] = [];
    const texts = Array.from({ length: n }, (_, k) => {
      const random = source.fork();
      beginnings[k] = begin.get(primes[k % primes.length])!(random);
      return new GeneratedSequence(file, beginnings[k], { random, stops, most: maxTokens });
    });
    return { choice, texts, ids: beginnings.map((one) => one.ids) };
  }

  async function* generate(options: GenerateOptions = {}): AsyncGenerator<string, Generation, void> {
    checkMethodOptions('generate', options);
    const { signal } = options;
    const { choice, texts, ids } = prepare(1, [options.prime], options);
    const [text] = texts as [GeneratedSequence];
    const primed = await prefillAll(single, ids, signal);
    for await (const _ of generateTokens(single, texts, primed, choice, signal)) {
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
      const { prime, n, signal, ...rest } = options;
      const primes: readonly (string | undefined)[] = Array.isArray(prime) ? prime : [prime as string];
      const count = n ?? primes.length;
      if (primes.length !== 1 && primes.length !== count) {
        throw new InferenceError(
          `There are ${primes.length} primes for ${count} texts, expected one for each.`,
        );
      }
      const { choice, texts, ids } = prepare(count, primes, rest);
      return guard.whileOpen(async () => {
        const primed = await prefillAll(steps, ids, signal);
        for await (const _ of generateTokens(steps, texts, primed, choice, signal));
        return texts.map((text) => text.result());
      });
    },
    async beam(options = {}) {
      checkMethodOptions('beam', options);
      const { signal } = options;
      const { n, ...limits } = beamSearchOptions(options);
      const { ids, lastId: before, firstId: opening } = encodePrompt(file, options)(new Generator(0));
      return guard.whileOpen(async () => {
        const primed = await prefillAll(steps, [ids], signal);
        const found = await beamSearch(file, steps, primed, { ...limits, signal });
        return found.slice(0, n).map((hypothesis) => {
          const endless = { random: new Generator(0), stops: [], most: Number.POSITIVE_INFINITY };
          const text = new GeneratedSequence(file, { ids, lastId: before, firstId: opening }, endless);
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
      return guard.whileOpen(() => scoreSequences(steps, sequences));
    },
    close: guard.close,
  };
}
