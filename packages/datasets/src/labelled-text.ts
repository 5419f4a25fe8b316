import type { DatasetCard } from './card.js';

/** An example for text classification. */
export interface LabelledText {
  readonly text: string;
  readonly label: string;
}

/** The `features` of a card whose examples are {@link LabelledText}, with `labels` in class order. */
export function labelledTextFeatures(labels: readonly string[]): NonNullable<DatasetCard['features']> {
  return { text: { kind: 'text' }, label: { kind: 'label', names: labels } };
}
