import { isObject } from '../json-value.js';

/** The special tokens that are put around a single text. */
export interface Template {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

type Item = { SpecialToken: { id: string } } | { Sequence: { id: string } };

/** Reads a checked post-processor. */
export function templateOf(processor: unknown): Template {
  const { type, single, processors, cls, sep } = (isObject(processor) ? processor : {}) as {
    type?: string;
    single?: Item[];
    processors?: unknown[];
    cls?: [string, number];
    sep?: [string, number];
  };
  if (type === 'Sequence') {
    const all = (processors ?? []).map(templateOf);
    return {
      before: all.toReversed().flatMap(({ before }) => before),
      after: all.flatMap(({ after }) => after),
    };
  }
  if (type === 'TemplateProcessing') {
    const items = single ?? [];
    const text = items.findIndex((item) => 'Sequence' in item);
    return { before: tokens(items.slice(0, Math.max(text, 0))), after: tokens(items.slice(text + 1)) };
  }
  return { before: cls ? [cls[0]] : [], after: sep ? [sep[0]] : [] };
}

const tokens = (items: Item[]) =>
  items.flatMap((item) => ('SpecialToken' in item ? [item.SpecialToken.id] : []));
