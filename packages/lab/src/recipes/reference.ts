/** A number that others report for what a recipe does, beside which ours is put. */
export interface Reference {
  /** Which of a result's measures it is: a name of `measuresOf`, such as `test accuracy`. */
  readonly measure: string;
  /** The report's own number; absent where it gives none. */
  readonly reported?: number;
  /** The best that another public repository states for the same. */
  readonly bestPublic?: number;
  /** What is to be reached. */
  readonly aim?: number;
  /** Whether a lower number is better; default false. */
  readonly lower?: boolean;
  /** Where the reported number is from. */
  readonly source: string;
}

/** What is known of an experiment before it is run. */
export interface Experiment {
  readonly suite: string;
  /** How it is measured here, and where that differs from the report. */
  readonly protocol: string;
  /** What the report got wrong, where that explains its number. */
  readonly flaw?: string;
  readonly references: readonly Reference[];
}
