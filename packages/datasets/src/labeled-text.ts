import type { DatasetCard } from './card.js';

/** An example for text classification. */
export interface LabeledText {
  readonly text: string;
  readonly label: string;
}

/** The `features` of a card whose examples are {@link LabeledText}, with `labels` in class order. */
export function labeledTextFeatures(labels: readonly string[]): NonNullable<DatasetCard['features']> {
  return { text: { kind: 'text' }, label: { kind: 'label', names: labels } };
}
