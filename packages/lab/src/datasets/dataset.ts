import type {
  AdditionExample,
  Dataset,
  DatasetCard,
  ImageDataset,
  LabeledText,
  RecallExample,
  TextBlocks,
} from '@rnnlab/datasets';
import { type Fields, type Member, optional, path, type ValuesOf } from '../settings/field.js';

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
export interface DatasetMember<Task extends TaskName = TaskName, F extends Fields = Fields> extends Member {
  readonly task: Task;
  /** Whether the dataset comes in three parts, so that there is no split to choose. */
  readonly ownParts?: boolean;
  readonly fields: F;
  /** @param seed - Seed of random draws. */
  load(values: ValuesOf<F>, seed: number): Promise<Loaded[Task]>;
}

export const defineDataset = <Task extends TaskName, F extends Fields>(
  member: DatasetMember<Task, F>,
): DatasetMember<Task, F> => member;

/** The folder of a public dataset. */
export const folder = optional(path('The folder that has its files; by default they are downloaded once.'));

export const loadOptions = (values: { folder: string | null }): { folder?: string } =>
  values.folder === null ? {} : { folder: values.folder };

/** Seeds of the sets that a run generates: those of one run, and of runs with seeds near each other, all differ. */
export const seedOf = (seed: number, set: number): number => (seed * 1000 + set) % 2 ** 32;
