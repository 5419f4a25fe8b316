import { Graph } from '../graph/graph.js';
import { serialize } from '../graph/serialize.js';
import { BlockLayout } from '../passes/block-layout.js';

/** Channels of the probe: more than any block has. */
const CHANNELS = 64;

/**
 * A program with the input `x` of shape `dims` whose output `order` shows how many channels the blocked convolutions
 * of a machine's ONNX Runtime keep in a block.
 */
export interface BlockSizeProbe {
  /** The bytes of the ONNX file. */
  model: Uint8Array;
  /** The entries of the input. */
  x: Float32Array;
  /** The shape of the input. */
  dims: readonly number[];
  /** Finds the size of a block in the output; undefined if the machine has no such kernels. */
  sizeOf(order: ArrayLike<number>): number | undefined;
}

/** Makes the probe. If its session cannot be created or run, the machine has no such kernels. */
export function blockSizeProbe(): BlockSizeProbe {
  const graph = new Graph();
  const dims = [1, CHANNELS, 1, 2];
  graph.output('order', new BlockLayout(1).reorderInput(graph.input('x', 'float32', dims)));
  return {
    model: serialize(graph),
    // Numbered as they lie in memory: channel by channel, two pixels each.
    x: Float32Array.from({ length: 2 * CHANNELS }, (_, k) => k),
    dims,
    sizeOf(order) {
      // The second pixel of the first channel comes after the first block.
      const size = Array.from(order).indexOf(1);
      return size > 1 ? size : undefined;
    },
  };
}
