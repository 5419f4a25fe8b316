/** What an exported language model says of its texts. */
export interface LanguageDescription {
  /** The id before a text, where a text has a beginning. */
  start?: number;
  /** The id behind a text, where a text has an end. */
  end?: number;
  /** Ids that take the place of `start`, by the names of what they ask for. */
  conditions?: Record<string, number>;
  /** Ids to read before every text, where texts have no beginning. */
  warmUp?: number[];
}
