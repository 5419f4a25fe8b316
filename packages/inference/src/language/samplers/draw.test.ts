import { Generator } from '@rnnlab/shared';
import { expect, test } from 'vitest';
import { draw } from './draw.js';
import { greedy } from './greedy.js';

test('what is excluded is never drawn, and takes its draw all the same', () => {
  const random = new Generator(1);
  const other = new Generator(1);
  for (let k = 0; k < 500; k++) {
    expect(draw(Float32Array.of(Number.NEGATIVE_INFINITY, 0, Number.NEGATIVE_INFINITY), random)).toBe(1);
    draw(Float32Array.of(0, 1, 2), other);
  }
  expect(random.state).toEqual(other.state);
});

test('a source goes on from its state, and its forks differ', () => {
  const take = (random: Generator) => Array.from({ length: 5 }, () => random.uniform());
  const random = new Generator(9);
  random.uniform();
  const again = new Generator(random.state);
  const next = take(random);
  expect(take(again)).toEqual(next);
  for (const value of next) expect(value).toBeGreaterThan(0);

  const source = new Generator(9);
  const forks = [source.fork(), source.fork(), source];
  expect(take(forks[0]!)).toEqual(take(new Generator(9)));
  expect(new Set(forks.map((fork) => fork.uniform())).size).toBe(3);
});

test('the likeliest token; of equal ones the lowest id', () => {
  expect(greedy(Float32Array.of(0, 3, 1, 3))).toBe(1);
});
