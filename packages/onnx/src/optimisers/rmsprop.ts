import { add } from '../ops/add.js';
import { div } from '../ops/div.js';
import { mul } from '../ops/mul.js';
import { sqrt } from '../ops/sqrt.js';
import { descend } from './descend.js';
import { chain, type Transform } from './transform.js';

export interface RmspropOptions {
  /** Decay of the mean of squares; default .99. */
  decay?: number;
  /** Added to its root; default 1e-8. */
  epsilon?: number;
}

/** g / (√v' + ε) with a running mean v' of squares. Source: T. Tieleman and G. Hinton, Lecture 6.5, 2012. */
export const rmsprop = ({ decay = 0.99, epsilon = 1e-8 }: RmspropOptions = {}): Transform =>
  chain(
    {
      slots: 1,
      apply(update, { slots: [square] }) {
        const next = add(mul(square!, decay), mul(mul(update, update), 1 - decay));
        return { update: div(update, add(sqrt(next), epsilon)), slots: [next] };
      },
    },
    descend(),
  );
