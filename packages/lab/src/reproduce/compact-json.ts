/**
 * JSON for people and for version control: what holds only numbers, strings and the like is one line, what holds
 * more is indented by a space.
 */
export function compactJson(value: unknown, indent = ''): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  if (entries.every(([, entry]) => entry === null || typeof entry !== 'object')) return JSON.stringify(value);
  const isArray = Array.isArray(value);
  const lines = entries.map(([key, entry]) => {
    const text = compactJson(entry, `${indent} `);
    return `${indent} ${isArray ? '' : `${JSON.stringify(key)}: `}${text}`;
  });
  return `${isArray ? '[' : '{'}\n${lines.join(',\n')}\n${indent}${isArray ? ']' : '}'}`;
}
