import type { SpecialTokens } from './special-tokens.js';
import type { ComponentJSON } from './tokenizer-json.js';

/** Start and end around every text, in the words of `tokenizer.json`. */
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
