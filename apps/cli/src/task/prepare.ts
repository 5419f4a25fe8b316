import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { type Dataset, type LabelledText, split } from '@rnnlab/datasets';
import { type ModelSpec, parameterCount } from '@rnnlab/models';
import type { Tokenizer } from '@rnnlab/tokenizers';
import { type Examples, tokenExamples } from '@rnnlab/trainer';
import type { DatasetMember } from '../families/datasets/dataset.js';
import { datasets } from '../families/datasets/index.js';
import { presets } from '../families/presets/index.js';
import { tokenizers } from '../families/tokenizers/index.js';
import type { Settings } from '../recipes/recipe.js';

export const PARTS = ['train', 'validation', 'test'] as const;
export type PartName = (typeof PARTS)[number];

/** Texts of one part with what a model reads. */
export interface Part {
  texts: LabelledText[];
  examples: Examples;
  /** The class of each text. */
  targets: Int32Array;
}

/** The data of a recipe, loaded. */
export interface Data {
  dataset: Dataset<LabelledText>;
  labels: readonly string[];
  /** SHA-256 of all labels and texts. */
  sha256: string;
  /** Share of the examples whose text an earlier example has. */
  repeats: number;
}

/** @throws DatasetError if it cannot be loaded. */
export async function loadData({ dataset: { type, ...values } }: Settings): Promise<Data> {
  const member = datasets[type] as DatasetMember;
  const dataset = await member.load(values);
  const feature = dataset.card?.features?.label;
  const labels = feature?.kind === 'label' ? feature.names : [...new Set(dataset.map((e) => e.label))].sort();
  const hash = createHash('sha256');
  const texts = new Set<string>();
  for (const { text, label } of dataset) {
    hash.update(`${label}\t${text}\n`);
    texts.add(text);
  }
  return { dataset, labels, sha256: hash.digest('hex'), repeats: 1 - texts.size / dataset.length };
}

/** The dataset as a run stores it: paths no longer depend on the folder in which the command was typed. */
export function absolutePaths(settings: Settings): Settings {
  const { dataset } = settings;
  return 'path' in dataset ? { ...settings, dataset: { ...dataset, path: resolve(dataset.path) } } : settings;
}

/** The parts of a recipe's split. */
export function splitData({ dataset }: Data, { split: { fractions, by }, seed }: Settings): LabelledText[][] {
  const keys = by === 'text' ? { by: ({ text }: LabelledText) => text } : {};
  return split(dataset, { fractions, seed, ...keys }).map((part) => part.toArray());
}

/** @throws UsageError if no token is left. */
export const trainTokenizer = (
  texts: readonly LabelledText[],
  { tokenizer: { type, ...values } }: Settings,
): Promise<Tokenizer> =>
  tokenizers[type].train(
    texts.map(({ text }) => text),
    values,
  );

export function encodePart(texts: LabelledText[], tokenizer: Tokenizer, labels: readonly string[]): Part {
  const classes = new Map(labels.map((label, k) => [label, k]));
  const targets = Int32Array.from(texts, ({ label }) => classes.get(label)!);
  const ids = texts.map(({ text }) => tokenizer.encode(text));
  return { texts, targets, examples: tokenExamples({ ids, targets }) };
}

export const modelSpec = (
  tokenizer: Tokenizer,
  labels: readonly string[],
  { model: { preset, ...values } }: Settings,
): Promise<ModelSpec> =>
  presets[preset].spec({ vocabulary: tokenizer.vocabulary.size, classes: labels.length }, values);

/** Everything that a training or an evaluation needs. */
export interface Prepared {
  data: Data;
  labels: readonly string[];
  tokenizer: Tokenizer;
  spec: ModelSpec;
  parts: Record<PartName, Part>;
}

/** @param known - The tokenizer of a run that exists; by default one is trained on the training part. */
export async function prepare(settings: Settings, data: Data, known?: Tokenizer): Promise<Prepared> {
  const texts = splitData(data, settings);
  const tokenizer = known ?? (await trainTokenizer(texts[0]!, settings));
  const { labels } = data;
  const [train, validation, test] = texts.map((part) => encodePart(part, tokenizer, labels));
  return {
    data,
    labels,
    tokenizer,
    spec: checked(await modelSpec(tokenizer, labels, settings)),
    parts: { train: train!, validation: validation!, test: test! },
  };
}

/** Refuses a model that cannot be built, or is too large, before anything is written for it. */
function checked(spec: ModelSpec): ModelSpec {
  parameterCount(spec);
  return spec;
}
