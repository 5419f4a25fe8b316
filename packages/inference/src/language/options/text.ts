/** How a text begins and where it ends. */
export interface TextOptions {
  /** What the text begins with; it is not a part of what is generated. Nothing by default. */
  prime?: string | undefined;
  /** What the text is to be, one of the model's `conditions`. */
  condition?: string | undefined;
  /** Tokens to generate at most; 1,000 by default. A model of texts that end may end one before. */
  maxTokens?: number | undefined;
  /** Ends the work: the call throws the signal's reason. */
  signal?: AbortSignal | undefined;
}
