import { createHash } from 'node:crypto';
import { Dataset, type LabeledText, split } from '@rnnlab/datasets';
import { loadModel } from '@rnnlab/inference';
import type { ModelSpec } from '@rnnlab/models';
import type { Tokenizer } from '@rnnlab/tokenizers';
import { tokenExamples } from '@rnnlab/trainer';
import type { RecipeDataset } from '../datasets/dataset.js';
import { datasets } from '../datasets/index.js';
import type { Settings } from '../settings/settings.js';
import { chooseSamples, classLoss, classScores } from './classification.js';
import { modelSpec } from './model.js';
import { type Data, defineTask, PARTS, type Part, type Prepared, type SamplePrediction } from './task.js';
import { savedTokenizer, tokenDropoutFor, trainTokenizer } from './tokenizer.js';

type Texts = Data<'text-classification'>;

/** Texts of one class each. */
export const textClassification = defineTask<'text-classification'>({
  name: 'text-classification',
  losses: ['softmax-cross-entropy'],
  predictionUnit: 'text',
  load,
  async prepare(settings, data, run) {
    const texts = splitTexts(data, settings);
    const tokenizer =
      (await savedTokenizer(run)) ??
      (await trainTokenizer(
        texts[0]!.map(({ text }) => text),
        settings,
      ));
    const { labels } = data;
    const { maxLength } = settings.tokenizer!;
    const input = {
      type: 'tokens' as const,
      vocabulary: tokenizer.vocabulary.size,
      ...(maxLength !== null && { steps: maxLength }),
    };
    const spec = await modelSpec(settings, [input], labels.length);
    const [train, validation, test] = texts.map((part) =>
      encode(part, { tokenizer, labels, settings, spec }),
    );
    return {
      data,
      labels,
      tokenizer,
      spec,
      loss: classLoss(settings, train!.targets, labels.length),
      augmentation: tokenDropoutFor(tokenizer, settings),
      parts: { train: train!, validation: validation!, test: test! },
    };
  },
  score: classScores,
  samples: (prepared, _trained, model) => predictSamples(prepared, model),
});

async function load({ dataset: { type, ...values }, seed }: Settings): Promise<Texts> {
  const member = datasets[type] as unknown as RecipeDataset<'text-classification'>;
  const loaded = await member.load(values, seed);
  const parts = loaded instanceof Dataset ? [loaded] : PARTS.map((part) => loaded[part]);
  const { card } = parts[0]!;
  const feature = card?.features?.label;
  const labels =
    feature?.kind === 'label'
      ? feature.names
      : [...new Set(parts.flatMap((part) => part.toArray().map((e) => e.label)))].sort();
  let examples = 0;
  const hash = createHash('sha256');
  const texts = new Set<string>();
  for (const part of parts) {
    examples += part.length;
    for (const { text, label } of part) {
      hash.update(`${label}\t${text}\n`);
      texts.add(text);
    }
  }
  return {
    loaded,
    card,
    examples,
    labels,
    sha256: hash.digest('hex'),
    repeats: 1 - texts.size / examples,
  };
}

/** The parts of a recipe's split, or those that the dataset has. */
function splitTexts({ loaded }: Texts, { split: shares, seed }: Settings): LabeledText[][] {
  if (!(loaded instanceof Dataset)) return PARTS.map((part) => loaded[part].toArray());
  const { fractions, by } = shares!;
  const keys = by === 'text' ? { by: ({ text }: LabeledText) => text } : {};
  return split(loaded, { fractions, seed, ...keys }).map((part) => part.toArray());
}

interface Encoding {
  tokenizer: Tokenizer;
  labels: readonly string[];
  settings: Settings;
  spec: ModelSpec;
}

function encode(texts: LabeledText[], { tokenizer, labels, settings, spec }: Encoding): Part {
  const classes = new Map(labels.map((label, k) => [label, k]));
  const targets = Int32Array.from(texts, ({ label }) => classes.get(label)!);
  const { maxLength, readPadding } = settings.tokenizer!;
  const ids = texts.map(({ text }) => {
    const all = tokenizer.encode(text);
    if (maxLength === null) return all;
    const filling = readPadding ? Math.max(0, maxLength - all.length) : 0;
    return [...all.slice(0, maxLength), ...new Array<number>(filling).fill(tokenizer.padId!)];
  });
  const examples = tokenExamples({ ids, targets });
  const { input } = spec;
  const fixed = input.type === 'tokens' ? input.steps : undefined;
  return {
    targets,
    examples: fixed === undefined ? examples : { ...examples, steps: () => fixed },
    show: (index) => texts[index]!.text,
  };
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
      label: labels[test.targets[chosen[k]!]!]!,
      predicted: best!.label,
      probability: best!.probability,
    }));
  } finally {
    await classifier.close();
  }
}
