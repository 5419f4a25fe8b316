import { describe, expect, it } from 'vitest';
import {
  aFunction,
  anything,
  checkOptions,
  checkValue,
  flag,
  isWholeNumber,
  oneOf,
  positive,
  type Rule,
  rate,
  seed,
  wholeNumber,
} from './options.js';

class Wrong extends Error {}

const rules = { epochs: wholeNumber(1), seed, shuffle: flag, onBatch: aFunction };
const check = (options: unknown, required?: readonly string[]) => () =>
  checkOptions('fit', options, rules, Wrong, required);

describe('options', () => {
  it('may be left out or undefined', () => {
    check({})();
    check({ epochs: undefined, shuffle: true, onBatch: () => {}, seed: 2 ** 32 - 1 })();
  });

  it.each<[options: unknown, sentence: string]>([
    [undefined, 'fit takes an object of options (epochs, seed, shuffle, onBatch), received nothing.'],
    [null, 'fit takes an object of options (epochs, seed, shuffle, onBatch), received null.'],
    [[1], 'fit takes an object of options (epochs, seed, shuffle, onBatch), received [1].'],
    ['epochs', 'fit takes an object of options (epochs, seed, shuffle, onBatch), received "epochs".'],
    [{ epoch: 1 }, 'fit has no option "epoch"; the nearest is "epochs".'],
    [{ units: 1 }, 'fit has no option "units"; expected one of epochs, seed, shuffle, onBatch.'],
    [{ toString: 1 }, 'fit has no option "toString"; expected one of epochs, seed, shuffle, onBatch.'],
    [JSON.parse('{"__proto__": 1}'), 'fit has no option "__proto__"; expected one of'],
    [{ epochs: 0 }, 'fit: epochs must be a whole number of at least 1, received 0.'],
    [{ epochs: null }, 'fit: epochs must be a whole number of at least 1, received null.'],
    [{ seed: -1 }, 'fit: seed must be a whole number from 0 to 4294967295, received -1.'],
    [{ shuffle: 'yes' }, 'fit: shuffle must be true or false, received "yes".'],
    [{ onBatch: {} }, 'fit: onBatch must be a function, received an object.'],
  ])('%j are refused', (options, sentence) => {
    expect(check(options)).toThrow(Wrong);
    expect(check(options)).toThrow(sentence);
  });

  it('that are required must be there', () => {
    check({ epochs: 1 }, ['epochs'])();
    expect(check({ epochs: undefined }, ['epochs'])).toThrow(
      new Wrong('fit needs epochs: a whole number of at least 1.'),
    );
  });

  it('may be checked by their names alone', () => {
    checkOptions('csv', { header: 5 }, ['header', 'quote'], Wrong);
    expect(() => checkOptions('csv', { hedaer: 5 }, ['header', 'quote'], Wrong)).toThrow(
      'csv has no option "hedaer"; the nearest is "header".',
    );
  });

  it('of a very long name make a short sentence', () => {
    const name = 'x'.repeat(1000);
    expect(check({ [name]: 1 })).toThrow(/^.{0,150}$/);
  });
});

describe('a rule', () => {
  it.each<[Rule, accepted: unknown[], refused: unknown[]]>([
    [wholeNumber(2, 4), [2, 4], [1, 5, 2.5, '3', Number.NaN, undefined]],
    [wholeNumber(0), [0, Number.MAX_SAFE_INTEGER], [-1, 2 ** 53, Number.POSITIVE_INFINITY]],
    [positive, [1e-9, 3], [0, -1, Number.POSITIVE_INFINITY, Number.NaN, '1']],
    [rate, [0, 0.999], [1, -0.1, Number.NaN, '0.5']],
    [flag, [true, false], [0, 'true', null]],
    [aFunction, [() => {}, class {}], [{}, null]],
    [oneOf(['left', 'right', false]), ['left', false], ['top', true, 0]],
    [anything, [undefined, null, 3], []],
  ])('%j accepts what fits it', (rule, accepted, refused) => {
    for (const value of accepted) expect(rule.accepts(value), String(value)).toBe(true);
    for (const value of refused) expect(rule.accepts(value), String(value)).toBe(false);
  });

  it('says what it expects', () => {
    expect(wholeNumber(2, 4).expected).toBe('a whole number from 2 to 4');
    expect(oneOf(['left']).expected).toBe('left');
    expect(oneOf(['left', 'right']).expected).toBe('one of left, right');
    expect(() => checkValue('The side', 'top', oneOf(['left', 'right']), Wrong)).toThrow(
      new Wrong('The side must be one of left, right, received "top".'),
    );
    checkValue('The side', 'left', oneOf(['left', 'right']), Wrong);
  });
});

it('a whole number is one that is counted exactly', () => {
  expect([0, 7, 2 ** 53 - 1].every((value) => isWholeNumber(value))).toBe(true);
  expect([-1, 0.5, 2 ** 53, '7', null].some((value) => isWholeNumber(value))).toBe(false);
});
