import type { PaddedBatch } from '@rnnlab/tokenizers';

/** Something that runs ONNX graphs: one file each. */
export interface Runtime {
  /** @param threads - Threads inside an operator. */
  open(bytes: Uint8Array, threads: number): Promise<Session>;
}

/** A model that a runtime has loaded. */
export interface Session {
  /** Probabilities of a batch, row-major, shape `[batch, classes]`. */
  probabilities(batch: PaddedBatch): Promise<Float32Array>;
  close(): Promise<void>;
}
