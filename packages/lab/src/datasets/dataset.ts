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

/** What a dataset's examples are, which decides everything from the batches to the figures. */
export interface Loaded {
  /** Texts with labels, whose names are in the card: three parts, or one of which a recipe's split makes three. */
  'text-classification': Dataset<LabeledText> | Record<'train' | 'validation' | 'test', Dataset<LabeledText>>;
  /** Images with a test part of their own. */
  'image-classification': { train: ImageDataset; validation: ImageDataset; test: ImageDataset };
  'language-model': LanguageData;
  'sequence-recall': Record<'train' | 'validation' | 'test', RecallExample[]>;
  /** For the test there is a set for each length. */
  'binary-addition': { train: AdditionExample[]; validation: AdditionExample[]; tests: AdditionExample[][] };
}

/** Text for a language model. */
export type LanguageData =
  /** Texts that are each one example, in their order. With labels, texts are written given their label. */
  | { shape: 'lines'; card: DatasetCard | undefined; lines: readonly Line[]; labels: readonly string[] }
  /** One text that is read from its beginning to its end. */
  | { shape: 'stream'; card: DatasetCard | undefined; blocks: TextBlocks };

export interface Line {
  readonly text: string;
  readonly label?: string;
}

export type TaskName = keyof Loaded;

/** A dataset of a recipe. */
export interface DatasetMember<Task extends TaskName = TaskName, F extends Fields = Fields> extends Member {
  readonly task: Task;
  /** Whether texts come in three parts, so that there is no split to be chosen. */
  readonly ownParts?: boolean;
  readonly fields: F;
  /** @param seed - Of what is drawn. */
  load(values: ValuesOf<F>, seed: number): Promise<Loaded[Task]>;
}

export const defineDataset = <Task extends TaskName, F extends Fields>(
  member: DatasetMember<Task, F>,
): DatasetMember<Task, F> => member;

/** Where a public dataset lies on disk. */
export const folder = optional(path('The folder that has its files; by default they are downloaded once.'));

export const loadOptions = (values: { folder: string | null }): { folder?: string } =>
  values.folder === null ? {} : { folder: values.folder };

/** Seeds of the sets that a run generates: those of one run, and of runs with seeds near each other, all differ. */
export const seedOf = (seed: number, set: number): number => (seed * 1000 + set) % 2 ** 32;
