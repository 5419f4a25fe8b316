import type { Tokenizer } from '@rnnlab/tokenizers';

/** Stands for bytes that are not (yet) a character. */
const INCOMPLETE = '\uFFFD';
/** Tokens that are waited for at most: more are not one character, but bytes that are no text. */
const MOST = 16;

/**
 * Turns tokens into text as they come. What a token adds may depend on the one before it (a space between words), and
 * a character may take several tokens of bytes: its first ones are held back until it is whole.
 */
export class TextStream {
  readonly #tokenizer: Tokenizer;
  /** The last token whose text was complete. */
  #before: number[];
  #skip: number;
  #window: number[] = [];
  #shown = 0;

  /** @param before - The token that came before, if it is a part of the text. */
  constructor(tokenizer: Tokenizer, before?: number) {
    this.#tokenizer = tokenizer;
    this.#before = before === undefined ? [] : [before];
    this.#skip = tokenizer.decode(this.#before).length;
  }

  /** What a token adds to the text. */
  push(id: number): string {
    this.#window.push(id);
    const text = this.#text();
    const waits = text.endsWith(INCOMPLETE) && this.#window.length < MOST;
    const piece = text.slice(this.#shown, waits ? -INCOMPLETE.length : undefined);
    this.#shown += piece.length;
    if (!waits) {
      this.#before = [id];
      this.#skip = this.#tokenizer.decode(this.#before).length;
      this.#window = [];
      this.#shown = 0;
    }
    return piece;
  }

  /** What was held back. */
  end(): string {
    return this.#window.length === 0 ? '' : this.#text().slice(this.#shown);
  }

  #text(): string {
    return this.#tokenizer.decode([...this.#before, ...this.#window]).slice(this.#skip);
  }
}
