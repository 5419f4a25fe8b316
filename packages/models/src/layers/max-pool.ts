import { poolLayer } from './pool.js';

/** The largest entry of each window of an image, or of a sequence over time. */
export const maxPool = poolLayer('max-pool', 'max', 'The largest entry of each window.');
