import { expect, test } from 'vitest';
import { runWithoutPeers } from '../../trainer/test/without-peers.js';

const scriptOf = (call: string): string => `
  import { tfjs, toLayersModel } from '@rnnlab/tfjs';
  const spec = { input: { type: 'vector', features: 1 }, layers: [{ type: 'dense', units: 1 }] };
  await ${call}.catch((error) => console.log(error.code + ': ' + error.message));`;

const ANY =
  'RNNLAB_ENGINE: Cannot import `@tensorflow/tfjs-node-gpu`, nor another backend of TensorFlow.js: install it with ' +
  '`npm install @tensorflow/tfjs-node-gpu`, or without native code `npm install @tensorflow/tfjs-core ' +
  '@tensorflow/tfjs-layers @tensorflow/tfjs-backend-cpu @tensorflow/tfjs-backend-wasm`, ' +
  'or use the engine `onnxruntime`.';

const ONE =
  'RNNLAB_ENGINE: Cannot import `@tensorflow/tfjs-node-gpu`: install it with ' +
  '`npm install @tensorflow/tfjs-node-gpu`, or use the engine `onnxruntime`.';

test.each([
  ['any backend', 'tfjs().describe()', ANY],
  ['a model of TensorFlow.js', 'toLayersModel(spec, new Float32Array(2))', ANY],
  ['one backend', "tfjs({ backend: 'node-gpu' }).compile(spec, { type: 'sgd' })", ONE],
])(
  'without its packages, a program gets an error with what to install, and ends: %s',
  async (_, call, sentence) => {
    expect(await runWithoutPeers('tfjs', scriptOf(call))).toBe(sentence);
  },
);
