import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type LabelledText, split } from '@rnnlab/datasets';
import { loadModel } from '@rnnlab/inference';
import { type Tokenizer, tokenizerFromJSON } from '@rnnlab/tokenizers';
import { type RunDirectory, tokenExamples } from '@rnnlab/trainer';
import type { DatasetMember } from '../families/datasets/dataset.js';
import { datasets } from '../families/datasets/index.js';
import { tokenizers } from '../families/tokenizers/index.js';
import type { Settings } from '../recipes/recipe.js';
import { chooseSamples } from './choose-samples.js';
import { classLoss } from './class-loss.js';
import { classScores } from './class-scores.js';
import { modelSpec } from './model-spec.js';
import { type Data, defineTask, type Part, type Prepared, type SamplePrediction } from './task.js';

type Texts = Data<'text-classification'>;

/** Texts of one class each. */
export const textClassification = defineTask<'text-classification'>({
  name: 'text-classification',
  losses: ['softmax-cross-entropy'],
  decision: 'text',
  load,
  async prepare(settings, data, run) {
    const texts = splitTexts(data, settings);
    const known = run && existsSync(run.file('tokenizer.json'));
    const tokenizer = known ? await tokenizerOf(run) : await trainTokenizer(texts[0]!, settings);
    const { labels } = data;
    const [train, validation, test] = texts.map((part) => encode(part, tokenizer, labels));
    const input = { type: 'tokens' as const, vocabulary: tokenizer.vocabulary.size };
    return {
      data,
      labels,
      tokenizer,
      spec: await modelSpec(settings, [input], labels.length),
      loss: classLoss(settings, train!.targets, labels.length),
      parts: { train: train!, validation: validation!, test: test! },
    };
  },
  score: classScores,
  samples: (prepared, _trained, model) => predictSamples(prepared, model),
});

async function load({ dataset: { type, ...values }, seed }: Settings): Promise<Texts> {
  const member = datasets[type] as unknown as DatasetMember<'text-classification'>;
  const loaded = await member.load(values, seed);
  const feature = loaded.card?.features?.label;
  const labels = feature?.kind === 'label' ? feature.names : [...new Set(loaded.map((e) => e.label))].sort();
  const hash = createHash('sha256');
  const texts = new Set<string>();
  for (const { text, label } of loaded) {
    hash.update(`${label}\t${text}\n`);
    texts.add(text);
  }
  return {
    loaded,
    card: loaded.card,
    examples: loaded.length,
    labels,
    sha256: hash.digest('hex'),
    repeats: 1 - texts.size / loaded.length,
  };
}

/** The parts of a recipe's split. */
function splitTexts({ loaded }: Texts, { split: shares, seed }: Settings): LabelledText[][] {
  const { fractions, by } = shares!;
  const keys = by === 'text' ? { by: ({ text }: LabelledText) => text } : {};
  return split(loaded, { fractions, seed, ...keys }).map((part) => part.toArray());
}

/** @throws UsageError if no token is left. */
function trainTokenizer(texts: readonly LabelledText[], { tokenizer }: Settings): Promise<Tokenizer> {
  const { type, ...values } = tokenizer!;
  return tokenizers[type].train(
    texts.map(({ text }) => text),
    values,
  );
}

/** The tokenizer that a run was trained with. */
export const tokenizerOf = async (run: RunDirectory): Promise<Tokenizer> =>
  tokenizerFromJSON(await run.readJson('tokenizer.json'));

function encode(texts: LabelledText[], tokenizer: Tokenizer, labels: readonly string[]): Part {
  const classes = new Map(labels.map((label, k) => [label, k]));
  const targets = Int32Array.from(texts, ({ label }) => classes.get(label)!);
  const ids = texts.map(({ text }) => tokenizer.encode(text));
  return { targets, examples: tokenExamples({ ids, targets }), show: (index) => texts[index]!.text };
}

/** Some texts of the test part, predicted by the exported model. */
async function predictSamples(
  { parts: { test }, tokenizer, labels }: Prepared,
  model: Uint8Array,
): Promise<SamplePrediction[]> {
  const { encode, unknownId, padId } = tokenizer!;
  const isKnown = (index: number): boolean =>
    encode(test.show(index)).some((id) => id !== unknownId && id !== padId);
  const chosen = chooseSamples(test.targets, isKnown);
  if (chosen.length === 0) return [];
  const classifier = await loadModel(model, { input: 'text' });
  try {
    const predictions = await classifier.predict(chosen.map(test.show), { top: 1 });
    return predictions.map(({ text, classes: [best] }, k) => ({
      text,
      truth: labels[test.targets[chosen[k]!]!]!,
      predicted: best!.label,
      probability: best!.probability,
    }));
  } finally {
    await classifier.close();
  }
}
