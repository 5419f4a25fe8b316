import { add } from '../ops/add.js';
import { div } from '../ops/div.js';
import { mul } from '../ops/mul.js';
import { sqrt } from '../ops/sqrt.js';
import { descend } from './descend.js';
import { chain, type Transform } from './transform.js';

export interface AdagradOptions {
  /** Added to the root of the sum of squares; default 1e-10. */
  epsilon?: number;
}

/** g / (√Σ g² + ε). Source: J. Duchi, E. Hazan and Y. Singer, Adaptive Subgradient Methods, 2011. */
export const adagrad = ({ epsilon = 1e-10 }: AdagradOptions = {}): Transform =>
  chain(
    {
      slots: 1,
      apply(update, { slots: [squares] }) {
        const next = add(squares!, mul(update, update));
        return { update: div(update, add(sqrt(next), epsilon)), slots: [next] };
      },
    },
    descend(),
  );
