import { unsupported } from '../../format-error.js';
import { isObject } from '../../json-value.js';
import { type Check, component, fields, flag, list, oneOf, optional, pair, text, whole } from './check.js';
import { byteLevel } from './pre-tokenizers.js';

const MOST_IDS = 2 ** 31 - 1;
const id = whole(0, MOST_IDS);
const name = text(1000);
const type_id = optional(whole(0, 1000));

const isSequence = (item: unknown) => isObject(item) && Object.hasOwn(item, 'Sequence');

/** @param texts the names that texts have in it: A, and B for the second of a pair */
const template =
  (...texts: string[]): Check =>
  (value, path, depth) => {
    const item: Check = (one, at) => {
      const known: Record<string, Check> = isSequence(one)
        ? { Sequence: fields({ id: oneOf(...texts), type_id }) }
        : { SpecialToken: fields({ id: name, type_id }) };
      fields(known)(one, at, depth);
    };
    list(item, 16)(value, path, depth);
    if ((value as unknown[]).filter(isSequence).length === texts.length) return;
    throw unsupported(path, `each of ${texts.join(' and ')} once`, value);
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
    single: template('A'),
    pair: optional(template('A', 'B')),
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
