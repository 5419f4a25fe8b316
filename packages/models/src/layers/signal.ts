/** What flows between layers, without the batch: its size is free, and that of time unless `steps` is known. */
export type SignalShape =
  /** Integer ids below `vocabulary`, one per time step. */
  | { kind: 'tokens'; vocabulary: number; steps?: number | undefined }
  /** A vector per time step; `oneHot` if it is ids that stand for unit vectors. */
  | { kind: 'sequence'; features: number; steps?: number | undefined; oneHot?: boolean }
  /** Channels of a grid, `[channels, height, width]`. */
  | { kind: 'image'; channels: number; height: number; width: number }
  /** A vector per example. */
  | { kind: 'vector'; features: number };

/**
 * A tensor with its shape. Sequences and tokens are time-major and carry the length of each example; images are
 * `[batch, channels, height, width]`.
 */
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
      return `tokens below ${shape.vocabulary} [${shape.steps ?? 'time'}]`;
    case 'sequence':
      return `[${shape.steps ?? 'time'}, ${shape.features}]`;
    case 'image':
      return `[${shape.channels}, ${shape.height}, ${shape.width}]`;
    case 'vector':
      return `[${shape.features}]`;
  }
}

/** The shape with its kind, for a sentence: `sequence [time, 128]`, `one-hot sequence [time, 57]`. */
export function describeShape(shape: SignalShape): string {
  if (shape.kind === 'tokens') return formatShape(shape);
  return `${shape.kind === 'sequence' && shape.oneHot ? 'one-hot ' : ''}${shape.kind} ${formatShape(shape)}`;
}
