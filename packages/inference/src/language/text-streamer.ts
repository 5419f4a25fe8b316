import type { Tokenizer } from '@rnnlab/tokenizers';

/** Stands for bytes that are not (yet) a character. */
const INCOMPLETE = '\uFFFD';
/** Tokens that are waited for at most: more are not one character, but bytes that are no text. */
const MAX_PENDING_TOKENS = 16;

/**
 * Turns tokens into text as they come. What a token adds may depend on the one before it (a space between words), and
 * a character may take several tokens of bytes: its first ones are held back until it is whole.
 */
export class TextStreamer {
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
    const waits = text.endsWith(INCOMPLETE) && this.#window.length < MAX_PENDING_TOKENS;
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

/** Ends a text before the first of some strings. What may be the beginning of one is held back until that is known. */
export class StopStringFilter {
  readonly #stops: readonly string[];
  #held = '';
  #stopped = false;

  /** @param stops - Strings that are not empty. */
  constructor(stops: readonly string[]) {
    this.#stops = stops;
  }

  /** True once one of the strings has come. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** What of a piece can be shown. */
  push(piece: string): string {
    if (this.#stopped) return '';
    if (this.#stops.length === 0) return piece;
    const text = this.#held + piece;
    const ends = this.#stops.map((stop) => text.indexOf(stop)).filter((at) => at >= 0);
    if (ends.length > 0) {
      this.#stopped = true;
      this.#held = '';
      return text.slice(0, Math.min(...ends));
    }
    const held = Math.max(...this.#stops.map((stop) => overlap(text, stop)));
    this.#held = text.slice(text.length - held);
    return text.slice(0, text.length - held);
  }

  /** What was held back, of a text that ends otherwise. */
  end(): string {
    return this.#stopped ? '' : this.#held;
  }
}

/** How much of the beginning of `stop` the end of `text` is. */
function overlap(text: string, stop: string): number {
  for (let size = Math.min(text.length, stop.length - 1); size > 0; size--) {
    if (text.endsWith(stop.slice(0, size))) return size;
  }
  return 0;
}
