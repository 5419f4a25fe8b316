import { describe, expect, it } from 'vitest';
import { nearest } from './nearest.js';

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
});
