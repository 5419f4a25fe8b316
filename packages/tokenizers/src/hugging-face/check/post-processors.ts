import { isObject } from '../../json-value.js';
import { type Check, component, fields, flag, list, oneOf, optional, pair, text, whole } from './check.js';
import { byteLevel } from './pre-tokenizers.js';

const MOST_IDS = 2 ** 31 - 1;
const id = whole(0, MOST_IDS);
const name = text(1000);
const type_id = optional(whole(0, 1000));

const templateItem: Check = (value, path, depth) => {
  const isSequence = isObject(value) && Object.hasOwn(value, 'Sequence');
  const known: Record<string, Check> = isSequence
    ? { Sequence: fields({ id: oneOf('A', 'B'), type_id }) }
    : { SpecialToken: fields({ id: name, type_id }) };
  fields(known)(value, path, depth);
};

/** A template names its tokens, and says again which ids they have. */
const templateTokens: Check = (value, path, depth) => {
  const token = fields({ id: name, ids: list(id, 1), tokens: list(name, 1) });
  fields(isObject(value) ? Object.fromEntries(Object.keys(value).map((key) => [key, token])) : {})(
    value,
    path,
    depth,
  );
};

export const postProcessor: Check = component(() => postProcessors);

const postProcessors: Record<string, Record<string, Check>> = {
  TemplateProcessing: {
    single: list(templateItem, 16),
    pair: optional(list(templateItem, 16)),
    special_tokens: optional(templateTokens),
  },
  BertProcessing: { sep: pair(name, id), cls: pair(name, id) },
  RobertaProcessing: {
    sep: pair(name, id),
    cls: pair(name, id),
    trim_offsets: optional(flag),
    add_prefix_space: optional(flag),
  },
  ByteLevel: byteLevel,
  Sequence: { processors: list(postProcessor, 16) },
};
