import { shown } from './format.js';
import type { MakeError } from './options.js';
import { noSuch } from './suggestions.js';

/** The name of a definition of a user's own, with a slash, so that it is never one of ours: `mine/peephole-lstm`. */
export type CustomName = `${string}/${string}`;

const CUSTOM = /^[A-Za-z][\w-]*\/[A-Za-z][\w-]*$/;

export const isCustomName = (name: unknown): name is CustomName =>
  typeof name === 'string' && CUSTOM.test(name);

/** Definitions of one kind by their names: ours, and those of users. */
export class Registry<Definition extends object> {
  readonly #kind: string;
  readonly #defined: Map<string, Definition>;
  readonly #Wrong: MakeError;

  /**
   * @param kind - Such as `cell`, for sentences; the function that adds one is `defineCell`.
   * @param ours - The definitions that there always are.
   */
  constructor(kind: string, ours: Readonly<Record<string, Definition>>, Wrong: MakeError) {
    this.#kind = kind;
    this.#defined = new Map(Object.entries(ours));
    this.#Wrong = Wrong;
  }

  /**
   * Adds a definition of a user's; one of the same name is replaced, as when a module is loaded again.
   *
   * @throws `Wrong` for a name that is not one of a user's.
   */
  define(name: string, definition: Definition): void {
    if (!isCustomName(name)) {
      throw new this.#Wrong(
        `The name of a ${this.#kind} of your own must be two words with a slash between, as in "mine/${this.#kind}", received ${shown(name)}.`,
      );
    }
    this.#defined.set(name, definition);
  }

  has(name: unknown): name is string {
    return typeof name === 'string' && this.#defined.has(name);
  }

  /** @throws `Wrong` if there is none, with the nearest name, or what defines it. */
  get(name: unknown): Definition {
    const found = typeof name === 'string' ? this.#defined.get(name) : undefined;
    if (found) return found;
    throw new this.#Wrong(
      isCustomName(name) ? this.undefinedSentence(name) : noSuch(this.#kind, name, this.names),
    );
  }

  /** The sentence about a name of a user's that this process does not know. */
  undefinedSentence(name: CustomName): string {
    const define = `define${this.#kind[0]!.toUpperCase()}${this.#kind.slice(1)}`;
    return `There is no ${this.#kind} ${shown(name)}: it is not one of RNNLab's, and ${define} was not called for it in this process.`;
  }

  get names(): string[] {
    return [...this.#defined.keys()];
  }
}
