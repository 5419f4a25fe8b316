/** One example of a stream. All of a stream are of one kind. */
export type StreamedExample = { readonly target: number | ArrayLike<number> } & (
  | { readonly ids: ArrayLike<number> }
  /** A vector; with `steps`, a sequence `[steps · width]`. */
  | { readonly features: ArrayLike<number>; readonly steps?: number | undefined }
  /** An image by channel. Bytes count as 255ths. */
  | { readonly pixels: ArrayLike<number> }
);

/**
 * Examples that are read one after another, as they come, from the start or on from a position that was stored: what a
 * `DatasetStream` of `@rnnlab/datasets` is. It may be endless.
 */
export interface ExampleStream<Example = StreamedExample> {
  /** @param options - `from`: the position of another iteration, to go on there. */
  iterate(options?: { readonly from?: unknown }): ExampleIteration<Example>;
}

/** One pass over a stream. */
export interface ExampleIteration<Example = StreamedExample> extends AsyncIterator<Example> {
  /** Where it stands after the last example that it gave, as JSON. */
  readonly position: unknown;
}

export const isExampleStream = (data: object): data is ExampleStream => 'iterate' in data;
