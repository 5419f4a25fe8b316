import { expect, test } from 'vitest';
import { generator } from '../../test/random.js';
import { type Tensor, withSession } from '../../test/session.js';
import { Graph, type Value } from '../graph/graph.js';
import { add, identity, mul, neg, sub } from '../ops/arithmetic.js';
import { concat, split } from '../ops/slicing.js';
import { linearForm } from './linear-form.js';

/** A graph with two adjoints and two values that do not depend on them. */
function setting() {
  const graph = new Graph();
  const [a, b, k, m] = ['a', 'b', 'k', 'm'].map((name) => graph.input(name, 'float64', [2, 4])) as [
    Value,
    Value,
    Value,
    Value,
  ];
  const v = graph.input('v', 'float64', [4]);
  const isAdjoint = (value: Value): boolean =>
    value === a || value === b || (value.node?.inputs.some(isAdjoint) ?? false);
  return { graph, a, b, k, m, v, isAdjoint, rewrite: linearForm(isAdjoint) };
}

/** Nodes on the way from the adjoints to a value. */
function dependent(value: Value, isAdjoint: (value: Value) => boolean, found = new Set<unknown>()): number {
  if (value.node && isAdjoint(value) && !found.has(value.node)) {
    found.add(value.node);
    for (const input of value.node.inputs) dependent(input, isAdjoint, found);
  }
  return found.size;
}

/** An expression, and how many nodes on the way from an adjoint remain of it. */
const examples: Record<string, [make: (parts: ReturnType<typeof setting>) => Value, nodes: number]> = {
  'a chain of products is one product': [({ a, k, m }) => mul(mul(mul(a, k), m), neg(k)), 1],
  'with factors on the left': [({ a, k, m }) => mul(m, mul(k, a)), 1],
  'a factor that is stretched': [({ a, k, v }) => mul(mul(a, v), k), 1],
  'a negation': [({ a, k }) => neg(mul(a, k)), 1],
  'a bare negation': [({ a }) => neg(a), 1],
  'a sum of products of one adjoint': [({ a, k, m }) => add(mul(a, k), mul(a, m)), 1],
  'a sum with the adjoint itself': [({ a, k }) => add(mul(a, k), a), 1],
  'a sum of products of two adjoints stays': [({ a, b, k, m }) => add(mul(a, k), mul(b, m)), 3],
  'products side by side': [({ a, b, k, m }) => concat([mul(a, k), mul(b, m)]), 2],
  'parts without a factor stay': [({ a, b, k }) => concat([mul(a, k), b]), 2],
  'other operators stay': [({ a, b, k }) => sub(mul(a, k), b), 2],
  'parts of one value': [({ a, k }) => concat(split(mul(a, k), 2).reverse()), 3],
};

test.each(Object.entries(examples))('%s', async (_name, [make, nodes]) => {
  const { graph, isAdjoint, rewrite, ...values } = setting();
  const before = make({ graph, isAdjoint, rewrite, ...values });
  const after = rewrite(before);
  expect(dependent(after, isAdjoint)).toBe(nodes);
  expect(rewrite(before)).toBe(after);
  graph.output('before', identity(before));
  graph.output('after', identity(after));
  const random = generator(1);
  const feeds = graph.inputs.map(({ name, shape }): [string, Tensor] => {
    const data = Array.from({ length: shape.length === 1 ? 4 : 8 }, () => 2 * random() - 1);
    return [name, { type: 'float64', dims: shape as number[], data }];
  });
  await withSession(graph, async (session) => {
    const results = await session.run(Object.fromEntries(feeds));
    results.before!.data.forEach((value, k) => {
      expect(results.after!.data[k]).toBeCloseTo(value, 12);
    });
  });
});

test('a value that depends on no adjoint is left as it is', () => {
  const { k, m, rewrite } = setting();
  const product = mul(k, m);
  expect(rewrite(product)).toBe(product);
});

test('without joining, products side by side stay, unless they were rewritten before', () => {
  const { a, b, k, m, isAdjoint, rewrite } = setting();
  const pair = () => concat([mul(mul(a, k), m), mul(b, m)]);
  const [inLoop, after] = [pair(), pair()];
  expect(dependent(rewrite(inLoop), isAdjoint)).toBe(2);
  expect(dependent(rewrite(after, false), isAdjoint)).toBe(3);
  expect(rewrite(inLoop, false)).toBe(rewrite(inLoop));
});
