import type { Tokenizer } from '@rnnlab/tokenizers';

/** The replacement character of bytes that are not (yet) a character. */
const INCOMPLETE = '\uFFFD';
/** The most tokens to wait for: more are not one character, but bytes that are no text. */
const MAX_PENDING_TOKENS = 16;

/**
 * Decodes a stream of tokens to text. The text of a token may depend on the one before it (a space between words), and a
 * character may have several tokens of bytes: its first ones are buffered until it is complete.
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

  /** Decodes a token, and returns the new text. */
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

  /** The text that is still buffered. */
  end(): string {
    return this.#window.length === 0 ? '' : this.#text().slice(this.#shown);
  }

  #text(): string {
    return this.#tokenizer.decode([...this.#before, ...this.#window]).slice(this.#skip);
  }
}

/** Ends a stream of text before the first stop string. A possible beginning of one is buffered until that is decided. */
export class StopStringFilter {
  readonly #stops: readonly string[];
  #held = '';
  #stopped = false;

  /** @param stops - Strings that are not empty. */
  constructor(stops: readonly string[]) {
    this.#stops = stops;
  }

  /** Whether a stop string has been found. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Filters a piece of text, and returns the text before a stop string. */
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

  /** The text that is still buffered when the stream ends without a stop string. */
  end(): string {
    return this.#stopped ? '' : this.#held;
  }
}

/** The length of the longest suffix of `text` that is a proper prefix of `stop`. */
function overlap(text: string, stop: string): number {
  for (let size = Math.min(text.length, stop.length - 1); size > 0; size--) {
    if (text.endsWith(stop.slice(0, size))) return size;
  }
  return 0;
}
