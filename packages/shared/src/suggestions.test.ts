import { describe, expect, it } from 'vitest';
import { nearest, noSuch, suggestion } from './suggestions.js';

const NAMES = ['ag-news', 'cifar10', 'fashion-mnist', 'mnist', 'star-trek', 'tiny-shakespeare'];

describe('nearest', () => {
  it.each([
    ['mnst', 'mnist'],
    ['MNIST', 'mnist'],
    ['cifar-10', 'cifar10'],
    ['agnews', 'ag-news'],
    ['fashon', 'fashion-mnist'],
    ['fashion_minst', 'fashion-mnist'],
    ['shakespeare', 'tiny-shakespeare'],
  ])('finds for %s %s', (name, expected) => {
    expect(nearest(name, NAMES)).toBe(expected);
  });

  it.each(['imagenet-1k', '', 'xyz'])('finds nothing for %j', (name) => {
    expect(nearest(name, NAMES)).toBeUndefined();
  });

  it('counts two letters that have changed places as one edit', () => {
    expect(nearest('lsmt', ['rnn', 'lstm'])).toBe('lstm');
    expect(nearest('rgu', ['rnn', 'lstm', 'gru'])).toBe('gru');
  });

  it('looks at no more than the beginning of a long name', () => {
    const start = performance.now();
    expect(nearest('x'.repeat(10_000_000), NAMES)).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe('suggestion', () => {
  it('is the nearest name, or all names where none is near', () => {
    expect(suggestion('unit', ['units', 'cell'])).toBe('; the nearest is "units"');
    expect(suggestion('transformer', ['rnn', 'lstm'])).toBe('; expected one of rnn, lstm');
    expect(suggestion('transformer', ['rnn'])).toBe('; expected rnn');
    expect(suggestion('units', [])).toBe('');
  });
});

describe('noSuch', () => {
  it.each([
    ['mnst', 'There is no dataset "mnst"; the nearest is "mnist".'],
    ['x', 'There is no dataset "x"; expected one of mnist, ptb.'],
    [undefined, 'There is no dataset undefined; expected one of mnist, ptb.'],
    [{ name: 'mnist' }, 'There is no dataset an object; expected one of mnist, ptb.'],
  ])('of %j is a sentence', (name, sentence) => {
    expect(noSuch('dataset', name, ['mnist', 'ptb'])).toBe(sentence);
  });
});
