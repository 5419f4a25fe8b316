import { afterAll, beforeAll, expect, test } from 'vitest';
import { nextOfEach } from '../../test/evaluate.js';
import { exportLanguageModel, lines } from '../../test/exported-models.js';
import { loadModel } from '../load-model.js';
import type { BeamOptions } from './generation-options.js';
import type { LanguageModel } from './language-model.js';

const { spec, parameters, bytes } = exportLanguageModel();
let model: LanguageModel;

beforeAll(async () => {
  model = await loadModel(bytes, { input: 'language' });
});
afterAll(() => model.close());

test('a wide beam finds the likeliest of all texts', async () => {
  const maxTokens = 3;
  /** Every text of at most three tokens with its probability. */
  const all = new Map<string, number>();
  let open = [{ ids: [2], logProbability: 0 }];
  for (let length = 1; length <= maxTokens; length++) {
    const next = await nextOfEach(
      { spec, parameters },
      open.map(({ ids }) => ids),
    );
    const longer = open.flatMap(({ ids, logProbability }, k) =>
      next[k]!.flatMap((p, id) =>
        p === 0 ? [] : [{ ids: [...ids, id], logProbability: logProbability + Math.log(p) }],
      ),
    );
    for (const { ids, logProbability } of longer) {
      const ended = ids.at(-1) === 3;
      if (ended || length === maxTokens) all.set(lines.decode(ids) + (ended ? '$' : ''), logProbability);
    }
    open = longer.filter(({ ids }) => ids.at(-1) !== 3);
  }
  const best = [...all].sort(([, a], [, b]) => b - a).slice(0, 5);
  const found = await model.beamSearch({ width: 64, n: 5, maxTokens });
  expect(found.map(({ text }) => text)).toEqual(best.map(([text]) => text.replace('$', '')));
  for (const [k, { logProbability }] of found.entries()) expect(logProbability).toBeCloseTo(best[k]![1], 4);
  // Without a choice it goes the greedy way.
  const [one] = await model.beamSearch({ width: 1, maxTokens: 8, prompt: 'e', lengthPenalty: 1 });
  expect(one!.text).toBe((await model.generateMany({ greedy: true, maxTokens: 8, prompt: 'e' }))[0]!.text);
});

test.each<[BeamOptions, string]>([
  [{ width: 0 }, 'beam: width must be a whole number of at least 1, received 0.'],
  [{ width: 2, n: 3 }, 'A beam search of width 2 gives at most as many texts, received n 3.'],
  [{ lengthPenalty: -1 }, 'beam: lengthPenalty must be a number of at least 0, received -1.'],
])('a beam search with %o is refused', async (options, sentence) => {
  await expect(model.beamSearch(options)).rejects.toThrow(sentence);
});
