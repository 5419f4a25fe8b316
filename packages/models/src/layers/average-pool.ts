import { poolLayer } from './pool.js';

/** The mean of each window of an image, or of a sequence over time; the padding of the window does not count. */
export const averagePool = poolLayer('average-pool', 'average', 'The mean of each window.');
