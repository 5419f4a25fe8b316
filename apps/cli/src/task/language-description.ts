/** What a language model reads before a text and writes after it: ids of tokens. */
export interface LanguageDescription {
  start?: number;
  end?: number;
  /** Of a model of labelled texts: the token that stands for each label, in place of the start. */
  conditions?: Record<string, number>;
}
