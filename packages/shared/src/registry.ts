import { type CustomName, isCustomName, undefinedSentence } from './custom-name.js';
import { shown } from './format.js';
import type { MakeError } from './options.js';
import { checkDeclaredOptions } from './settings.js';
import { noSuch } from './suggestions.js';

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
   * @param reserved - Names that its `options` must not have, as every definition of the kind has them.
   * @throws `Wrong` for a name that is not one of a user's, and for `options` that say nothing that can be checked.
   */
  define(name: string, definition: Definition, reserved: readonly string[] = []): void {
    const kind = this.#kind;
    if (!isCustomName(name)) {
      throw new this.#Wrong(
        `The name of ${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind} of your own must be two words with a slash between, as in "mine/${kind}", received ${shown(name)}.`,
      );
    }
    if ('options' in definition)
      checkDeclaredOptions(`The ${kind} ${name}`, definition.options, this.#Wrong, reserved);
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
    return undefinedSentence(this.#kind, name);
  }

  get names(): string[] {
    return [...this.#defined.keys()];
  }
}
