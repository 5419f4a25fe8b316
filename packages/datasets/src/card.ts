/** What one field of an example holds. */
export type Feature =
  /** A string of any length. */
  | { readonly kind: 'text' }
  /** One of the strings in `names`, which are in the order of their class indices. */
  | { readonly kind: 'label'; readonly names: readonly string[] };

/** Where a dataset comes from and what its examples hold. */
export interface DatasetCard {
  readonly name: string;
  readonly description?: string;
  /** SPDX identifier where there is one: `'MIT'`. */
  readonly licence?: string;
  readonly citation?: string;
  /** Address of the original data. */
  readonly source?: string;
  /** Field name → what that field holds. */
  readonly features?: Readonly<Record<string, Feature>>;
}
