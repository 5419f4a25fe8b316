import { gru } from './gru.js';
import { gruResetBefore } from './gru-reset-before.js';
import { lstm } from './lstm.js';
import { mgu } from './mgu.js';
import { rnn } from './rnn.js';
import { rnnRelu } from './rnn-relu.js';

export type { Cell, CellWeight } from './cell.js';

/** Every recurrent cell, by the name a model spec uses. */
export const cells = {
  rnn,
  'rnn-relu': rnnRelu,
  gru,
  'gru-reset-before': gruResetBefore,
  lstm,
  mgu,
};

export type CellName = keyof typeof cells;
