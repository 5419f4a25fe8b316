import { free } from '../../src/engines/onnxruntime/tensors.js';
import { trainOwn } from './own.js';
import { timerDuringCall, train } from './train.js';

/** The lengths of arrays after their memory was freed. */
const freed = async (): Promise<number[]> => {
  const arrays = [new Float32Array(3), new Int32Array(4)];
  free(arrays);
  return arrays.map(({ length }) => length);
};

/** The functions that the test calls in the page. */
export const page = { train, trainOwn, timerDuringCall, freed };

Object.assign(globalThis, { page });
