import { expect, it } from 'vitest';
import { Registry } from './registry.js';

class Wrong extends Error {}

const registry = () => new Registry('cell', { lstm: { gates: 4 }, gru: { gates: 3 } }, Wrong);

it('has ours and those of users', () => {
  const cells = registry();
  cells.define('mine/unit', { gates: 1 });
  expect(cells.names).toEqual(['lstm', 'gru', 'mine/unit']);
  expect(cells.get('mine/unit')).toEqual({ gates: 1 });
  cells.define('mine/unit', { gates: 2 });
  expect(cells.get('mine/unit')).toEqual({ gates: 2 });
  expect(cells.has('gru')).toBe(true);
  expect(cells.has('toString')).toBe(false);
});

it.each([
  ['lstn', 'There is no cell "lstn"; the nearest is "lstm".'],
  [
    'mine/other',
    'There is no cell "mine/other": it is not one of RNNLab\'s, and defineCell was not called for it in this process.',
  ],
  [undefined, 'There is no cell undefined; expected one of lstm, gru.'],
])('says what is not there: %j', (name, sentence) => {
  expect(() => registry().get(name)).toThrow(new Wrong(sentence));
});

it.each(['lstm', 'mine', 'mine/', '/unit', 'a/b/c', 'mine/uni t', 5])(
  'refuses %j as a name of a user',
  (name) => {
    expect(() => registry().define(name as string, { gates: 1 })).toThrow(
      /^The name of a cell of your own must be two words with a slash between, as in "mine\/cell", received/,
    );
  },
);

it('refuses options of a user that say nothing, and those that every definition of the kind has', () => {
  const optimizers = new Registry<{ options: unknown }>('optimizer', {}, Wrong);
  const define = (options: unknown, reserved: string[] = []) =>
    optimizers.define('mine/sign', { options }, reserved);
  expect(() => define({ beta: { type: 'number' } })).toThrow(
    'The optimizer mine/sign, option "beta" needs description: a string.',
  );
  expect(() => define({ l2: { type: 'number', description: 'Decay.' } }, ['l2'])).toThrow(
    'The optimizer mine/sign cannot have an option called "l2", which has another meaning there.',
  );
  expect(optimizers.has('mine/sign')).toBe(false);
  define({ beta: { type: 'number', default: 0.9, description: 'Decay.' } });
  expect(optimizers.has('mine/sign')).toBe(true);
  expect(() => optimizers.define('sign', { options: {} })).toThrow(
    'The name of an optimizer of your own must be two words with a slash between, as in "mine/optimizer", received "sign".',
  );
});
