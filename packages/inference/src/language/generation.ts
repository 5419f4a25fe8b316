import type { Generator } from '@rnnlab/shared';
import type { LanguageFile } from '../file/model-file.js';
import type { Beginning } from './beginning.js';
import { StopFilter } from './text/stop-filter.js';
import { TextStream } from './text/text-stream.js';

/** A generated text. */
export interface Generation {
  /** Without the prime, the end symbol and the string that stopped it. */
  text: string;
  /** Tokens that were generated, the end symbol included. */
  tokens: number;
  /** Why it ended: the `end` symbol, a `stop` string, or the `length` that was allowed. */
  reason: 'end' | 'stop' | 'length';
}

/** A text that is being generated. */
export class GrowingText {
  readonly random: Generator;
  tokens = 0;
  reason: Generation['reason'] | undefined;
  readonly #end: number | undefined;
  readonly #stream: TextStream;
  readonly #filter: StopFilter;
  readonly #most: number;
  #text = '';
  #fresh = '';

  constructor(
    { tokenizer, language }: LanguageFile,
    { before, opening }: Beginning,
    { random, stops, most }: { random: Generator; stops: readonly string[]; most: number },
  ) {
    this.random = random;
    this.#end = language.endId;
    this.#stream = new TextStream(tokenizer, before);
    this.#filter = new StopFilter(stops);
    this.#most = most;
    if (opening !== undefined) this.accept(opening);
  }

  /** Adds a token, unless the text has ended. */
  accept(id: number): void {
    if (this.reason !== undefined) return;
    this.tokens++;
    if (id === this.#end) this.#close('end');
    else {
      this.#fresh += this.#filter.push(this.#stream.push(id));
      if (this.#filter.stopped) this.reason = 'stop';
      else if (this.tokens >= this.#most) this.#close('length');
    }
  }

  /** What can be shown since this was last asked. */
  take(): string {
    const piece = this.#fresh;
    this.#text += piece;
    this.#fresh = '';
    return piece;
  }

  result(): Generation {
    this.take();
    return { text: this.#text, tokens: this.tokens, reason: this.reason! };
  }

  /** The text, which ends here. */
  finish(): string {
    if (this.reason === undefined) this.#close('length');
    return this.result().text;
  }

  #close(reason: Generation['reason']): void {
    this.#fresh += this.#filter.push(this.#stream.end());
    this.reason = this.#filter.stopped ? 'stop' : reason;
    this.#fresh += this.#filter.end();
  }
}
