import type { SpecialTokens } from '../special-tokens.js';
import { type ComponentJSON, isObject } from './tokenizer-json.js';

/** Makes the post-processor of `tokenizer.json` that adds start and end tokens; null if there are none. */
export function postProcessorJSON({ tokens, start, end }: SpecialTokens): ComponentJSON | null {
  if (start === undefined && end === undefined) return null;
  const around = (name: string, type_id: number) => [
    ...special(start, type_id),
    { Sequence: { id: name, type_id } },
    ...special(end, type_id),
  ];
  const used = [...new Set([start, end])].filter((token) => token !== undefined);
  return {
    type: 'TemplateProcessing',
    single: around('A', 0),
    pair: [...around('A', 0), ...around('B', 1)],
    special_tokens: Object.fromEntries(
      used.map((token) => [token, { id: token, ids: [tokens.indexOf(token)], tokens: [token] }]),
    ),
  };
}

const special = (token: string | undefined, type_id: number) =>
  token === undefined ? [] : [{ SpecialToken: { id: token, type_id } }];

/** Reads the start and end token of a post-processor as `postProcessorJSON` writes it; none of any other. */
export function startAndEndOf(postProcessor: unknown): { start?: string; end?: string } {
  if (!isObject(postProcessor) || !Array.isArray(postProcessor.single)) return {};
  const items: unknown[] = postProcessor.single;
  const text = items.findIndex((item) => isObject(item) && isObject(item.Sequence));
  const start = text === 1 ? specialTokenOf(items[0]) : undefined;
  const end = text >= 0 && items.length === text + 2 ? specialTokenOf(items[text + 1]) : undefined;
  return { ...(start !== undefined && { start }), ...(end !== undefined && { end }) };
}

function specialTokenOf(item: unknown): string | undefined {
  const special = isObject(item) ? item.SpecialToken : undefined;
  return isObject(special) && typeof special.id === 'string' ? special.id : undefined;
}

/** The special tokens before and after a single text. */
interface Template {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

type Item = { SpecialToken: { id: string } } | { Sequence: { id: string } };

/** Reads the template of any checked post-processor. */
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
