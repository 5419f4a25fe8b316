/** What flows between layers, without batch and time: their sizes are free. */
export type SignalShape =
  /** Integer ids below `vocabulary`, one per time step. */
  | { kind: 'tokens'; vocabulary: number }
  /** A vector per time step; `oneHot` if it is ids that stand for unit vectors. */
  | { kind: 'sequence'; features: number; oneHot?: boolean }
  /** A vector per example. */
  | { kind: 'vector'; features: number };

/** A tensor with its shape. Sequences and tokens are time-major and carry the length of each example. */
export interface Signal<T> {
  shape: SignalShape;
  value: T;
  /** Valid steps of each example, `[batch]`; steps at and after it are padding. */
  lengths?: T | undefined;
}

/** The shape for a person: `tokens below 57 [time]`, `[time, 128]`, `[18]`. */
export function formatShape(shape: SignalShape): string {
  switch (shape.kind) {
    case 'tokens':
      return `tokens below ${shape.vocabulary} [time]`;
    case 'sequence':
      return `[time, ${shape.features}]`;
    case 'vector':
      return `[${shape.features}]`;
  }
}
