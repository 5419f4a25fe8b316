import type {
  AdditionExample,
  Dataset,
  DatasetCard,
  ImageDataset,
  LabeledText,
  RecallExample,
  TextBlocks,
} from '@rnnlab/datasets';
import type { Options } from '@rnnlab/shared';
import { type Kind, PATH, type SettingValues } from '../settings/option.js';

/** The loaded data of each task. */
export interface Loaded {
  /** Labeled texts, with the labels in the card: three parts, or one that a recipe's split divides. */
  'text-classification': Dataset<LabeledText> | Record<'train' | 'validation' | 'test', Dataset<LabeledText>>;
  /** Images, with a test part of the dataset. */
  'image-classification': { train: ImageDataset; validation: ImageDataset; test: ImageDataset };
  'language-model': LanguageData;
  'sequence-recall': Record<'train' | 'validation' | 'test', RecallExample[]>;
  /** One test set for each length. */
  'binary-addition': { train: AdditionExample[]; validation: AdditionExample[]; tests: AdditionExample[][] };
}

/** Text for a language model. */
export type LanguageData =
  /** One example per text, in order. With labels, a model generates texts given their label. */
  | { shape: 'lines'; card: DatasetCard | undefined; lines: readonly Line[]; labels: readonly string[] }
  /** One long text, for stateful truncated back-propagation through time. */
  | { shape: 'stream'; card: DatasetCard | undefined; blocks: TextBlocks };

export interface Line {
  readonly text: string;
  readonly label?: string;
}

export type TaskName = keyof Loaded;

/** A dataset of a recipe. */
export interface RecipeDataset<Task extends TaskName = TaskName, O extends Options = Options> extends Kind {
  readonly task: Task;
  /** Whether the dataset comes in three parts, so that there is no split to choose. */
  readonly ownParts?: boolean;
  readonly options: O;
  /** @param seed - Seed of random draws. */
  load(values: SettingValues<O>, seed: number): Promise<Loaded[Task]>;
}

export const defineDataset = <Task extends TaskName, const O extends Options>(
  dataset: RecipeDataset<Task, O>,
): RecipeDataset<Task, O> => dataset;

/** The folder of a public dataset. */
export const folder = {
  ...PATH,
  optional: true,
  description: 'The folder that has its files; by default they are downloaded once.',
} as const;

export const loadOptions = (values: { folder: string | null }): { folder?: string } =>
  values.folder === null ? {} : { folder: values.folder };

/** Seeds of the sets that a run generates: those of one run, and of runs with seeds near each other, all differ. */
export const seedOf = (seed: number, set: number): number => (seed * 1000 + set) % 2 ** 32;
