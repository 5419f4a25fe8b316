import { free } from '../../src/engines/onnxruntime/tensors.js';
import { timerDuringCall, train } from './train.js';

/** How long arrays are after their memory was given back. */
const freed = async (): Promise<number[]> => {
  const arrays = [new Float32Array(3), new Int32Array(4)];
  free(arrays);
  return arrays.map(({ length }) => length);
};

/** What the test calls in the page. */
export const page = { train, timerDuringCall, freed };

Object.assign(globalThis, { page });
