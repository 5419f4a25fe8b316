import { optional, positive } from '../../fields/kinds.js';

/** A setting of every optimiser. */
export const clipNorm = optional(positive('Largest norm of the whole gradient.', 1));
