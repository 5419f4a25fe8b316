/** Something that runs ONNX graphs: one file each. */
export interface Runtime {
  /** @param threads - Threads inside an operator. */
  open(bytes: Uint8Array, threads: number): Promise<Session>;
}

/** A tensor that goes in, row-major. */
export type Feed = { dims: readonly number[] } & (
  | { type: 'int32'; data: Int32Array }
  | { type: 'float32'; data: Float32Array }
);

/** A tensor that comes out, row-major. */
export interface Result {
  dims: readonly number[];
  data: Float32Array | Int32Array;
}

/** A model that a runtime has loaded. */
export interface Session {
  /** Computes outputs of one batch, and no others. */
  run<Name extends string>(
    feeds: Record<string, Feed>,
    outputs: readonly Name[],
  ): Promise<Record<Name, Result>>;
  close(): Promise<void>;
}
