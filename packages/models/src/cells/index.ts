import { gru } from './gru.js';
import { lstm } from './lstm.js';
import { rnn } from './rnn.js';

export type { Cell, CellWeight } from './cell.js';

/** Every recurrent cell, by the name a model spec uses. */
export const cells = { rnn, gru, lstm };

export type CellName = keyof typeof cells;
