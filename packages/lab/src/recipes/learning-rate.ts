import type { Settings } from './recipe.js';

/** The batch for which a recipe states its learning rate. */
export const REFERENCE_BATCH = 32;

const powers = { none: 0, 'square-root': 0.5, linear: 1 };

/**
 * The factor from a recipe's learning rate to that of its batch. A smaller batch takes more and noisier steps in
 * an epoch: for Adam the rate follows the square root of the batch (S. Malladi et al., On the SDEs and Scaling
 * Rules for Adaptive Gradient Algorithms, 2022), for SGD the batch (P. Goyal et al., 2017).
 */
export const batchFactor = ({ batch, learningRateScaling }: Settings): number =>
  (batch / REFERENCE_BATCH) ** powers[learningRateScaling];
