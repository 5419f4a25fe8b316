/** The method by which Node shows a value in the console. No module of Node is needed for it. */
export const INSPECT: unique symbol = Symbol.for('nodejs.util.inspect.custom');

/** What the console shows of a dataset: its class, how many examples it has, and its name where it has one. */
export function inspected(dataset: object, length: number | undefined, name: string | undefined): string {
  const kind = dataset.constructor.name.replace(/^_/, '');
  const parts = [`length: ${length ?? 'unknown'}`, ...(name === undefined ? [] : [`name: '${name}'`])];
  return `${kind} { ${parts.join(', ')} }`;
}
