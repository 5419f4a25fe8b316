import type { DatasetCard, Feature } from '../../card.js';
import { record } from './record.js';

/**
 * What the library that wrote a Parquet file noted in it under `huggingface`:
 * `{ info: { features: { [column]: { _type: 'ClassLabel', names: […] } }, description, citation, license, homepage } }`.
 * What is not understood is left out.
 */
export function cardFrom(name: string, page: string, note: string | undefined): DatasetCard {
  const info = record(record(parse(note)).info);
  const features: [column: string, feature: Feature][] = [];
  for (const [column, value] of Object.entries(record(info.features))) {
    const { _type: type, dtype, names } = record(value);
    if (type === 'ClassLabel' && Array.isArray(names) && names.every((label) => typeof label === 'string')) {
      features.push([column, { kind: 'label', names }]);
    } else if (type === 'Value' && (dtype === 'string' || dtype === 'large_string')) {
      features.push([column, { kind: 'text' }]);
    }
  }
  return {
    name,
    source: page,
    ...text('description', info.description),
    ...text('citation', info.citation),
    ...text('homepage', info.homepage),
    ...text('license', info.license),
    // Not set one by one: a column may be called __proto__.
    ...(features.length === 0 ? {} : { features: Object.fromEntries(features) }),
  };
}

function parse(note: string | undefined): unknown {
  try {
    return JSON.parse(note ?? '{}');
  } catch {
    return {};
  }
}

function text<Name extends string>(name: Name, value: unknown): { [name in Name]?: string } {
  return typeof value === 'string' && value.trim() !== ''
    ? ({ [name]: value } as { [name in Name]: string })
    : {};
}
