import { descend } from './descend.js';
import { type AdamOptions, scaleByAdam } from './scale-by-adam.js';
import { chain, type Transform } from './transform.js';

/** Adam (D. P. Kingma and J. Ba, 2015). */
export const adam = (options: AdamOptions = {}): Transform => chain(scaleByAdam(options), descend());
