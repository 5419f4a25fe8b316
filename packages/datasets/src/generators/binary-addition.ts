import { checkOptions } from '@rnnlab/shared';
import type { DatasetStream } from '../dataset.js';
import { DatasetError } from '../error.js';
import { generated, type LengthRange, lengthRange } from './generated.js';

export interface AdditionExample {
  /** [length + 1, 2]: in each step one bit of either number, the least significant first; the last step is 0, 0. */
  readonly bits: Uint8Array;
  /** [length + 1]: the bits of the sum, the least significant first; the last one is the carry. */
  readonly target: Uint8Array;
  /** Bits of each of the two numbers. */
  readonly length: number;
}

export interface AdditionOptions {
  /** An integer from 0 to 2³² - 1. */
  readonly seed: number;
  /** Bits of each number, 1 or more. Default 5. */
  readonly length?: LengthRange | undefined;
}

/**
 * Binary addition: two random numbers of as many bits are read bit by bit, from the least significant one, and the
 * bit of the sum is asked for at once, so that the carry has to be kept. A last step without input has the bit that
 * is carried out.
 *
 * @returns An endless stream.
 * @throws DatasetError if an option is out of range.
 *
 * @example
 * for await (const { bits, target } of binaryAddition({ seed: 1, length: [3, 5] }).take(1)) {
 *   console.log(bits, target); // 6 + 3: bits 0,1, 1,1, 1,0, 0,0 and target 1,0,0,1
 * }
 */
export function binaryAddition(options: AdditionOptions): DatasetStream<AdditionExample> {
  checkOptions('binaryAddition', options, ['seed', 'length'], DatasetError);
  const { seed, length = 5 } = options;
  const [min, max] = lengthRange(length, 1);
  const card = {
    name: 'binary-addition',
    description: `Pairs of random numbers of ${min} to ${max} bits with their sum, least significant bit first.`,
  };
  return generated(card, { seed, length: [min, max] }, (random) => {
    const steps = random.integer(min, max);
    const bits = new Uint8Array(2 * (steps + 1));
    const target = new Uint8Array(steps + 1);
    let carry = 0;
    for (let t = 0; t < steps; t++) {
      const pair = random.below(4);
      bits[2 * t] = pair & 1;
      bits[2 * t + 1] = pair >> 1;
      const sum = (pair & 1) + (pair >> 1) + carry;
      target[t] = sum & 1;
      carry = sum >> 1;
    }
    target[steps] = carry;
    return { bits, target, length: steps };
  });
}
