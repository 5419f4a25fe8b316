import type { DatasetCard } from '../../card.js';
import { Dataset } from '../../dataset.js';
import { DatasetError } from '../../error.js';
import type { LabeledText } from '../../labeled-text.js';
import { csv } from '../../readers/csv/csv.js';
import type { Readable } from '../../sources/byte-source.js';

/** An example for text classification with a title. */
export interface TitledText extends LabeledText {
  readonly title: string;
}

/** The `features` of a card whose examples are {@link TitledText}, with `labels` in class order. */
export function titledTextFeatures(labels: readonly string[]): NonNullable<DatasetCard['features']> {
  return { title: { kind: 'text' }, text: { kind: 'text' }, label: { kind: 'label', names: labels } };
}

/**
 * Reads a CSV file without a header: the number of the class from 1, a title, a text.
 *
 * @throws DatasetError if a row is not like that.
 */
export async function readTitledText(
  readable: Readable,
  card: DatasetCard,
  labels: readonly string[],
): Promise<Dataset<TitledText>> {
  const label = (cell: string): string => {
    const name = /^\d+$/.test(cell) ? labels[Number(cell) - 1] : undefined;
    if (name !== undefined) return name;
    throw new DatasetError(`expected a class from 1 to ${labels.length}`);
  };
  const rows = csv(readable, { header: false, columns: ['label', 'title', 'text'], types: { label } });
  return Dataset.from<TitledText>(await rows.toArray(), card);
}
