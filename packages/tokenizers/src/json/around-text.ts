import { isObject } from '../json-value.js';

/** The tokens before and after a text in a post-processor; nothing where it is of another form. */
export function aroundText(postProcessor: unknown): { start?: string; end?: string } {
  if (!isObject(postProcessor) || !Array.isArray(postProcessor.single)) return {};
  const items: unknown[] = postProcessor.single;
  const text = items.findIndex((item) => isObject(item) && isObject(item.Sequence));
  const start = text === 1 ? tokenOf(items[0]) : undefined;
  const end = text >= 0 && items.length === text + 2 ? tokenOf(items[text + 1]) : undefined;
  return { ...(start !== undefined && { start }), ...(end !== undefined && { end }) };
}

function tokenOf(item: unknown): string | undefined {
  const special = isObject(item) ? item.SpecialToken : undefined;
  return isObject(special) && typeof special.id === 'string' ? special.id : undefined;
}
