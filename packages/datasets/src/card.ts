import type { RemoteFile } from './download/remote-file.js';
import type { ByteSource } from './sources/byte-source.js';

/** The kind of data in one field of an example. */
export type Feature =
  /** A string of any length. */
  | { readonly kind: 'text' }
  /** A class: one of the strings in `names`, or its index in them. */
  | { readonly kind: 'label'; readonly names: readonly string[] }
  /** Bytes, `[channels, height, width]`, 0 to 255. */
  | { readonly kind: 'image'; readonly shape: readonly [channels: number, height: number, width: number] };

/** Description of a dataset: where it comes from and what its examples hold. */
export interface DatasetCard {
  /** The name of the dataset: `'mnist'`. */
  readonly name: string;
  /** One sentence on its examples. */
  readonly description?: string;
  /** SPDX identifier where there is one (`'MIT'`), else what is known. */
  readonly license?: string;
  /** BibTeX, or a sentence. */
  readonly citation?: string;
  /** Address of a page about the dataset. */
  readonly homepage?: string;
  /** Address of the original data. */
  readonly source?: string;
  /** The parts it comes in → their number of examples. */
  readonly splits?: Readonly<Record<string, { readonly examples: number }>>;
  /** The files that are downloaded. */
  readonly files?: readonly RemoteFile[];
  /** Field name → what that field holds. */
  readonly features?: Readonly<Record<string, Feature>>;
}

/** Drops the `features` of a card, for examples that they no longer describe. */
export function withoutFeatures(card: DatasetCard | undefined): DatasetCard | undefined {
  if (card === undefined) return undefined;
  const { features: _, ...rest } = card;
  return rest;
}

/** An example for text classification. */
export interface LabeledText {
  readonly text: string;
  /** The name of its class. */
  readonly label: string;
}

/** The `features` of a card whose examples are {@link LabeledText}, with `labels` in class order. */
export function labeledTextFeatures(labels: readonly string[]): NonNullable<DatasetCard['features']> {
  return { text: { kind: 'text' }, label: { kind: 'label', names: labels } };
}

/** The card of a dataset that is one file, named after it. */
export function fileCard(source: ByteSource): DatasetCard {
  const name = source.name.split(/[\\/]/).findLast((part) => part !== '');
  return { name: name ?? source.name };
}

/** The method by which Node shows a value in the console. No module of Node is needed for it. */
export const INSPECT: unique symbol = Symbol.for('nodejs.util.inspect.custom');

/** Formats a dataset for the console: its class, how many examples it has, and its name where it has one. */
export function inspected(dataset: object, length: number | undefined, name: string | undefined): string {
  const kind = dataset.constructor.name.replace(/^_/, '');
  const parts = [`length: ${length ?? 'unknown'}`, ...(name === undefined ? [] : [`name: '${name}'`])];
  return `${kind} { ${parts.join(', ')} }`;
}
