/** How a model does on a part of the data. What a task has no use for is left out. */
export interface PartScores {
  /** Share of right decisions: of classes, or of bits. */
  accuracy: number;
  /** The 95 % Wilson interval of the accuracy. */
  interval: [low: number, high: number];
  /** Mean, in nats, or the mean squared error. */
  loss: number;
  /** Decisions. */
  count: number;
  macroF1?: number;
  /** Mean recall of the classes: the accuracy of draws in which every class comes equally often. */
  balancedAccuracy?: number;
  /** Share with the label among the three most probable classes; absent with fewer than four classes. */
  top3?: number;
  /** `confusion[label][prediction]`, in the order of the labels. */
  confusion?: number[][];
  classes?: { precision: number; recall: number; f1: number; support: number }[];
  /** Of a language model; `loss` is in nats per token. */
  language?: LanguageScores;
  /** For each length of the numbers that are added. */
  lengths?: LengthScores[];
}

/** How a language model predicts text. A line's end counts as a character. */
export interface LanguageScores {
  /** e to the loss: how many tokens it wavers between. */
  perplexity: number;
  characters: number;
  /** Share of the tokens that are not in the vocabulary. */
  unknownShare: number;
  /** Absent where unknown tokens stand for several characters: those are not predicted. */
  bitsPerCharacter?: number;
  /** Means over lines of each line's mean; of lines only. */
  perLine?: { loss: number; accuracy: number };
  /** Without the first token of each line, which is predicted from nothing; of lines only. */
  givenFirst?: {
    loss: number;
    accuracy: number;
    count: number;
    perLine: { loss: number; accuracy: number };
  };
}

export interface LengthScores {
  /** Bits of each of the two numbers. */
  length: number;
  /** Share of the sum's bits that are right. */
  bits: number;
  /** Share of the sums whose bits are all right. */
  exact: number;
  /** Sums. */
  count: number;
}
