import type { RemoteFile } from './download/remote-file.js';

/** What one field of an example holds. */
export type Feature =
  /** A string of any length. */
  | { readonly kind: 'text' }
  /** A class: one of the strings in `names`, or its index in them. */
  | { readonly kind: 'label'; readonly names: readonly string[] }
  /** Bytes, [channels, height, width], 0 to 255. */
  | { readonly kind: 'image'; readonly shape: readonly [channels: number, height: number, width: number] };

/** Where a dataset comes from and what its examples hold. */
export interface DatasetCard {
  readonly name: string;
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
  /** What is downloaded. */
  readonly files?: readonly RemoteFile[];
  /** Field name → what that field holds. */
  readonly features?: Readonly<Record<string, Feature>>;
}

/** The card of examples that are no longer what its `features` say. */
export function withoutFeatures(card: DatasetCard | undefined): DatasetCard | undefined {
  if (card === undefined) return undefined;
  const { features: _, ...rest } = card;
  return rest;
}
