import type { DatasetCard } from '../card.js';
import type { ByteSource } from '../sources/byte-source.js';

/** The card of a dataset that is one file, named after it. */
export function fileCard(source: ByteSource): DatasetCard {
  const name = source.name.split(/[\\/]/).findLast((part) => part !== '');
  return { name: name ?? source.name };
}
