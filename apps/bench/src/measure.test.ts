import { expect, test } from 'vitest';
import { UsageError } from './arguments.js';
import { disagree } from './measure.js';
import { findTorch } from './processes/commands.js';

const ours = { name: 'onnxruntime', losses: [2.5, 2.4, 2.3, 2.2, 2.1] };

test('engines with the same losses may be compared', () => {
  const losses = ours.losses.map((loss) => loss * 1.00005);
  expect(disagree('mnist-lstm64', ours, { name: 'torch', losses })).toBeUndefined();
});

test('engines with other losses may not, which is reported in one sentence', () => {
  const sentence = disagree('mnist-lstm64', ours, { name: 'torch', losses: [2.5, 2.4, 2.4, 2.2, 2.1] });
  expect(sentence).toBe(
    'mnist-lstm64: no ratio, as onnxruntime and torch do not compute the same: ' +
      'the loss of step 3 is 2.30000 and 2.40000.',
  );
  expect(disagree('mnist-lstm64', ours, { name: 'torch', losses: [2.5] })).toContain(
    'step 2 is 2.40000 and none',
  );
});

test('without PyTorch there is one sentence', () => {
  expect(() => findTorch(['no-such-python'])).toThrow(UsageError);
  expect(() => findTorch(['no-such-python'])).toThrow('Cannot import `torch` in no-such-python: install it');
});
