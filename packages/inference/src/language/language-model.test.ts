import { byteTokenizer, trainWordTokenizer } from '@rnnlab/tokenizers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changeCard } from '../../test/change-model.js';
import { nextOfEach } from '../../test/evaluate.js';
import { exportLanguageModel, lines, running } from '../../test/exported-models.js';
import { loadModel } from '../load-model.js';
import type { GenerateOptions } from './generation-options.js';
import type { LanguageModel } from './language-model.js';

const { spec, parameters, bytes } = exportLanguageModel();
let model: LanguageModel;

beforeAll(async () => {
  model = await loadModel(bytes, { input: 'language' });
});
afterAll(() => model.close());

async function generated(options: GenerateOptions, from = model) {
  const pieces: string[] = [];
  const iterator = from.generate(options);
  for (;;) {
    const { done, value } = await iterator.next();
    if (done) return { pieces, ...value };
    pieces.push(value);
  }
}

const nextOf = async (ids: number[], from = { spec, parameters }): Promise<number[]> =>
  (await nextOfEach(from, [ids]))[0]!;

test('the pieces are the text, which comes again with its seed and only with it', async () => {
  const first = await generated({ seed: 3, maxTokens: 60 });
  expect(first.pieces.join('')).toBe(first.text);
  expect(first.pieces.length).toBeGreaterThan(1);
  expect((await generated({ seed: 3, maxTokens: 60 })).text).toBe(first.text);
  expect((await generated({ seed: 4, maxTokens: 60 })).text).not.toBe(first.text);
});

test('sampling inside the graph and on the host give the same texts', async () => {
  for (const temperature of [0.3, 0.7, 1, 2]) {
    const options = { n: 20, seed: 8, temperature, maxTokens: 40, prompt: 'ab' };
    const inGraph = await model.generateMany(options);
    // Filters that filter nothing.
    expect(await model.generateMany({ ...options, topK: 1000 })).toEqual(inGraph);
    expect(await model.generateMany({ ...options, topP: 1 })).toEqual(inGraph);
    expect(new Set(inGraph.map(({ text }) => text)).size).toBeGreaterThan(5);
  }
});

test('a text does not depend on how many there are, nor on when others end', async () => {
  const options = { seed: 5, maxTokens: 50, temperature: 0.8 };
  const many = await model.generateMany({ ...options, n: 9 });
  const few = await model.generateMany({ ...options, n: 3 });
  expect(many.slice(0, 3)).toEqual(few);
  const { pieces: _, ...single } = await generated(options);
  expect(single).toEqual(many[0]);
  expect(new Set(many.map(({ tokens }) => tokens)).size).toBeGreaterThan(2);
});

test.each(['rnn', 'gru', 'lstm', 'mgu'] as const)(
  'greedy takes what the evaluation finds likeliest: %s',
  async (cell) => {
    const exported = exportLanguageModel({
      layers: [
        { type: 'embedding', units: 4 },
        { type: 'recurrent', cell, units: 6, layers: 2 },
      ],
      seed: 21,
    });
    const loaded = await loadModel(exported.bytes, { input: 'language' });
    const { text, finishReason } = await generated({ greedy: true, maxTokens: 12, prompt: 'ca' }, loaded);
    await loaded.close();
    const ids = [2, ...lines.encode('ca').slice(1, -1)];
    const expected: number[] = [];
    while (expected.length < 12) {
      const next = await nextOf([...ids, ...expected], exported);
      const best = next.indexOf(Math.max(...next));
      if (best === 3) break;
      expected.push(best);
    }
    expect(text).toBe(lines.decode(expected));
    expect(finishReason).toBe(expected.length === 12 ? 'length' : 'end');
  },
);

test('the first token follows the model’s own distribution', async () => {
  const count = 20_000;
  const texts = await model.generateMany({ n: count, seed: 2, maxTokens: 1, prompt: 'b' });
  const expected = await nextOf([2, ...lines.encode('b').slice(1, -1)]);
  const counts = expected.map(() => 0);
  for (const { text, finishReason } of texts) counts[finishReason === 'end' ? 3 : lines.encode(text)[1]!]!++;
  const sum = expected.reduce(
    (total, p, id) => total + (p && (counts[id]! - p * count) ** 2 / (p * count)),
    0,
  );
  // 999 of 1,000 cases with 7 degrees of freedom: seven characters and the end.
  expect(sum).toBeLessThan(24.32);
});

describe('where a text ends', () => {
  test('at the end symbol, which is counted but not shown', async () => {
    const all = await model.generateMany({ n: 30, seed: 1 });
    expect(all.every(({ finishReason }) => finishReason === 'end')).toBe(true);
    for (const { text, tokens } of all) expect(tokens).toBe([...text].length + 1);
  });

  test('at the length that is allowed', async () => {
    const all = await model.generateMany({ n: 30, seed: 1, maxTokens: 3 });
    expect(all.some(({ finishReason }) => finishReason === 'length')).toBe(true);
    for (const { text, tokens, finishReason: reason } of all) {
      expect(tokens).toBeLessThanOrEqual(3);
      if (reason === 'length') expect([...text]).toHaveLength(3);
    }
  });

  test('before a stop string, however it comes', async () => {
    const free = await model.generateMany({ n: 30, seed: 1 });
    const stop = ['da', ' '];
    const stopped = await model.generateMany({ n: 30, seed: 1, stop });
    for (const [k, { text, finishReason }] of stopped.entries()) {
      const at = stop.map((one) => free[k]!.text.indexOf(one)).filter((index) => index >= 0);
      expect(text).toBe(at.length > 0 ? free[k]!.text.slice(0, Math.min(...at)) : free[k]!.text);
      expect(finishReason).toBe(at.length > 0 ? 'stop' : 'end');
    }
    expect(new Set(stopped.map(({ finishReason }) => finishReason)).size).toBe(2);
    const { pieces, text } = await generated({ seed: 1, stop });
    expect(pieces.join('')).toBe(text);
  });

  test('when the signal is aborted', async () => {
    const controller = new AbortController();
    const iterator = model.generate({ maxTokens: 1e6, signal: controller.signal, stop: 'abcdabcd' });
    controller.abort();
    await expect(iterator.next()).rejects.toThrow('aborted');
    await expect(model.generateMany({ signal: controller.signal })).rejects.toThrow('aborted');
  });
});

test('each text may have a prompt of its own', async () => {
  const prompts = ['a', 'bcd', ''];
  const together = await model.generateMany({ prompt: prompts, greedy: true, maxTokens: 9 });
  for (const [k, prompt] of prompts.entries()) {
    expect((await generated({ prompt, greedy: true, maxTokens: 9 })).text).toBe(together[k]!.text);
  }
  await expect(model.generateMany({ prompt: prompts, n: 2 })).rejects.toThrow(
    'There are 3 prompts for 2 texts, expected one for each.',
  );
});

test('a long prompt is read in pieces', async () => {
  const prompt = 'abc de'.repeat(40);
  const ids = [2, ...lines.encode(prompt).slice(1, -1)];
  const next = await nextOf(ids);
  const { text, finishReason } = await generated({ prompt, greedy: true, maxTokens: 1 });
  const best = next.indexOf(Math.max(...next));
  expect(finishReason === 'end' ? 3 : lines.encode(text)[1]).toBe(best);
});

describe('conditions', () => {
  const exported = exportLanguageModel({ language: { endId: 3, conditions: { North: 4, South: 5 } } });
  let conditional: LanguageModel;
  beforeAll(async () => {
    conditional = await loadModel(exported.bytes, { input: 'language' });
  });
  afterAll(() => conditional.close());

  test('take the place of the start symbol', async () => {
    expect(conditional.conditions).toEqual(['North', 'South']);
    for (const [condition, id] of [
      ['North', 4],
      ['South', 5],
    ] as const) {
      const next = await nextOf([id], exported);
      const { text, finishReason } = await generated({ condition, greedy: true, maxTokens: 1 }, conditional);
      expect(finishReason === 'end' ? 3 : lines.encode(text)[1]).toBe(next.indexOf(Math.max(...next)));
    }
  });

  test('that are missing or unknown are told', async () => {
    await expect(generated({}, conditional)).rejects.toThrow(
      'The model needs to be told a condition; expected one of North, South.',
    );
    await expect(generated({ condition: 'Soth' }, conditional)).rejects.toThrow(
      'The model has no condition "Soth"; the nearest is "South"; expected one of North, South.',
    );
    await expect(generated({ condition: 'South' })).rejects.toThrow(
      'The model has no conditions, received "South".',
    );
  });
});

test('a model of running text begins after a line break, or with any token, and never ends', async () => {
  const text = await loadModel(exportLanguageModel({ tokenizer: running }).bytes, { input: 'language' });
  expect(text.ends).toBe(false);
  const promptIds = await generated({ seed: 6, maxTokens: 30, prompt: '\n' }, text);
  expect((await generated({ seed: 6, maxTokens: 30 }, text)).text).toBe(promptIds.text);
  expect(promptIds).toMatchObject({ finishReason: 'length', tokens: 30 });
  await text.close();

  const words = trainWordTokenizer(['the cat and the dog']);
  const other = await loadModel(exportLanguageModel({ tokenizer: words }).bytes, { input: 'language' });
  const results = await other.generateMany({ n: 40, seed: 6, maxTokens: 3 });
  expect(new Set(results.map((one) => one.text.split(' ')[0])).size).toBe(4);
  for (const one of results) expect(one.text.split(' ')).toHaveLength(3);
  await other.close();
});

describe('a warm-up', () => {
  const warmUp = [...running.encode('ab\ncde ab\n')];
  let warm: LanguageModel;
  let cold: LanguageModel;
  beforeAll(async () => {
    const open = (language: object) =>
      loadModel(exportLanguageModel({ tokenizer: running, language: { ...language } }).bytes, {
        input: 'language',
      });
    [warm, cold] = await Promise.all([open({ warmUp }), open({})]);
  });
  afterAll(() => Promise.all([warm.close(), cold.close()]));

  test('is read before every text, and neither given nor counted', async () => {
    const [before, prompt] = ['ab\ncde ab\n', 'ca'];
    for (const [own, given] of [
      [prompt, before + prompt],
      ['', before],
    ]) {
      const options = { seed: 4, maxTokens: 30 };
      const expected = await generated({ ...options, prompt: given }, cold);
      expect(expected).toMatchObject({ tokens: 30, finishReason: 'length' });
      expect((await generated({ ...options, prompt: own }, warm)).text).toBe(expected.text);
      const [many] = await cold.generateMany({ ...options, prompt: given, n: 3, topK: 4 });
      expect((await warm.generateMany({ ...options, prompt: own, n: 3, topK: 4 }))[0]).toEqual(many);
      const found = await cold.beamSearch({ prompt: given, maxTokens: 5 });
      expect((await warm.beamSearch({ prompt: own, maxTokens: 5 }))[0]!.text).toBe(found[0]!.text);
    }
    expect((await generated({ seed: 4, maxTokens: 30, prompt }, cold)).text).not.toBe(
      (await generated({ seed: 4, maxTokens: 30, prompt }, warm)).text,
    );
  });

  test('lets the first token of a text be scored', async () => {
    const [after] = await warm.score(['de']);
    const [all, first] = await cold.score(['ab\ncde ab\nde', 'ab\ncde ab\n']);
    expect(after!.tokens).toBe(2);
    expect(after!.nats).toBeCloseTo(all!.nats - first!.nats, 4);
    expect((await warm.score(['d']))[0]!.tokens).toBe(1);
  });

  test('of one id is that before the text', async () => {
    const exported = exportLanguageModel({ tokenizer: running, language: { warmUp: warmUp.slice(-1) } });
    const one = await loadModel(exported.bytes, { input: 'language' });
    expect((await generated({ seed: 2, maxTokens: 9 }, one)).text).toBe(
      (await generated({ seed: 2, maxTokens: 9, prompt: '\n' }, cold)).text,
    );
    await one.close();
  });

  test('is missed where a text has nothing to predict', async () => {
    await expect(cold.score(['ab', 'a'])).rejects.toThrow(
      'texts[1] ("a") is a single token, and this model predicts none but those after the first, expected two or more.',
    );
    for (const model of [cold, warm]) {
      await expect(model.score(['ab', ''])).rejects.toThrow(
        'texts[1] is empty, expected at least one character.',
      );
    }
  });
});

test('bytes come as whole characters', async () => {
  const exported = exportLanguageModel({ tokenizer: byteTokenizer() });
  const loaded = await loadModel(exported.bytes, { input: 'language' });
  const { pieces, text } = await generated({ seed: 1, maxTokens: 300, prompt: 'é' }, loaded);
  expect(pieces.join('')).toBe(text);
  await loaded.close();
});

test.each<[GenerateOptions, string]>([
  [
    { temperature: 0 },
    'temperature must be a number above 0 (for the likeliest token each time there is greedy), received 0.',
  ],
  [{ topK: 0 }, 'topK must be a whole number of at least 1, received 0.'],
  [{ topP: 2 }, 'topP must be a number above 0 and at most 1, received 2.'],
  [
    { greedy: true, temperature: 1 },
    'greedy takes the likeliest token and draws nothing, so temperature does not go with it.',
  ],
  [{ maxTokens: 0 }, 'maxTokens must be a whole number of at least 1, received 0.'],
  [{ stop: '' }, 'stop must be a string of at least one character, or several, received "".'],
  [{ seed: 0.5 }, 'seed must be a whole number from 0 to 4294967295, received 0.5.'],
  [
    { prompt: 'aXbY' },
    'The prompt "aXbY" has "X", "Y", which the model does not know; it knows the characters "\\n abcde".',
  ],
  [{ prompt: 7 as never }, 'prompt must be a string, received 7.'],
])('%o is refused', async (options, sentence) => {
  await expect(generated(options)).rejects.toThrow(sentence);
  if (!('prompt' in options && typeof options.prompt !== 'string')) {
    await expect(model.generateMany(options)).rejects.toThrow(sentence);
  }
});

test('options that there are not are refused', async () => {
  const refused = 'generateMany has no option "maxToken"; the nearest is "maxTokens".';
  await expect(model.generateMany({ n: 1, maxToken: 5 } as never)).rejects.toThrow(refused);
  await expect(generated({ temprature: 1 } as never)).rejects.toThrow(
    'generate has no option "temprature"; the nearest is "temperature".',
  );
  await expect(model.beamSearch({ length: 5 } as never)).rejects.toThrow(
    'beam has no option "length"; expected one of prompt, condition, maxTokens, signal, width, n, lengthPenalty.',
  );
  await expect(model.score(['a'], { prompt: 'b' } as never)).rejects.toThrow(
    'score has no option "prompt"; expected condition.',
  );
});

test('after close nothing more is generated', async () => {
  const closing = await loadModel(bytes, { input: 'language' });
  const iterator = closing.generate({ maxTokens: 1e6, temperature: 5, stop: 'abcdeabcde' });
  await iterator.next();
  await closing.close();
  await expect(generated({}, closing)).rejects.toThrow('The model is closed');
});

test('a language model and other models are told apart', async () => {
  await expect(loadModel(bytes, { input: 'text' })).rejects.toThrow(
    'Cannot load the given bytes: it is a language model, expected text.',
  );
});

test.each<[string, object, string]>([
  ['an end that is no id', { endId: -1 }, '`language.endId` in the metadata `rnnlab` must be a whole number'],
  [
    'ids that are not there',
    { startId: 99 },
    'gives "startId" the id 99, but the model has a vocabulary of 13 tokens',
  ],
  ['a warm-up that is not there', { warmUp: [2, 99] }, 'gives "warmUp" the id 99'],
])('a file with %s is refused', async (_, language, reason) => {
  await expect(loadModel(changeCard(bytes, { language }))).rejects.toThrow(reason);
});
