import type { PoolKind, Window2d } from '@rnnlab/models';
import type { Value } from '../graph/graph.js';
import { convolveInBlocks } from '../ops/blocks/convolve-images.js';
import { twinOf, usesBlocks } from '../ops/blocks/layout.js';
import { maxPoolInBlocks } from '../ops/blocks/max-pool.js';
import { reluInBlocks } from '../ops/blocks/relu.js';
import { convolve } from '../ops/convolve.js';
import { pool } from '../ops/pool.js';
import { relu } from '../ops/relu.js';

/** A convolution over images, in blocks where the graph is made for them. */
export const convolveImage = (x: Value, kernel: Value, bias: Value, windows: Window2d): Value =>
  (usesBlocks(x) ? convolveInBlocks : convolve)(x, kernel, bias, windows);

/** Windows over images, in blocks where the images are and the windows allow it. */
export const poolImage = (x: Value, kind: PoolKind, windows: Window2d): Value =>
  (kind === 'max' ? maxPoolInBlocks(x, windows) : undefined) ?? pool(x, kind, windows);

/** max(x, 0), in blocks where x is. */
export const rectify = (x: Value): Value => (twinOf(x) ? reluInBlocks(x) : relu(x));
