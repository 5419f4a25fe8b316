import { emit, type Value } from '../graph/graph.js';
import { sameShape } from '../graph/shapes.js';
import { add, mul, neg } from '../ops/arithmetic.js';
import { concat } from '../ops/slicing.js';

/**
 * Rewrites adjoints so that as little as possible is left for the loop. Adjoints enter every product linearly,
 * so a chain of element-wise products is one factor, which does not depend on them, times one adjoint:
 *
 *     (a ⊙ k₁) ⊙ k₂ → a ⊙ (k₁ ⊙ k₂)      -(a ⊙ k) → a ⊙ (-k)
 *     a ⊙ k₁ + a ⊙ k₂ → a ⊙ (k₁ + k₂)    [a ⊙ k₁, b ⊙ k₂] → [a, b] ⊙ [k₁, k₂]
 *
 * The factors can then be computed for all time steps at once, outside the loop.
 *
 * @param isAdjoint - Whether a value depends on the incoming adjoints.
 * @returns The rewriting; equal values are rewritten once. Without `joins` concatenations stay: outside the loop it is
 *   cheaper to join products than to join both of their operands.
 */
export function linearForm(isAdjoint: (value: Value) => boolean): (value: Value, joins?: boolean) => Value {
  const rewritten = new Map<Value, Value>();

  /** The value as an adjoint times a factor, if it is such a product. */
  const asProduct = (value: Value): { base: Value; factor?: Value } => {
    if (value.node?.op.type === 'Mul') {
      const [a, b] = value.node.inputs as [Value, Value];
      const [base, factor] = isAdjoint(a) ? [a, b] : [b, a];
      if (!isAdjoint(factor) && sameShape(base.shape, value.shape)) return { base, factor };
    }
    return { base: value };
  };
  const scale = (value: Value, by: Value): Value => {
    const { base, factor } = asProduct(value);
    return mul(base, factor ? mul(factor, by) : by);
  };
  const one = (value: Value) => value.graph.numbers(value.type, 1);

  const rewrite = (value: Value, joins = true): Value => {
    if (!isAdjoint(value) || !value.node) return value;
    const known = rewritten.get(value);
    if (known) return known;
    const { op, outputs, attributes } = value.node;
    const inputs = value.node.inputs.map((input) => rewrite(input, joins));
    const [a, b] = inputs as [Value, Value];
    let result: Value | undefined;
    if (op.type === 'Mul' && isAdjoint(a) !== isAdjoint(b)) {
      result = isAdjoint(a) ? scale(a, b) : scale(b, a);
    } else if (op.type === 'Neg') {
      const { base, factor } = asProduct(a);
      result = mul(base, factor ? neg(factor) : -1);
    } else if (op.type === 'Add') {
      const [x, y] = [asProduct(a), asProduct(b)];
      if (x.base === y.base) result = mul(x.base, add(x.factor ?? one(a), y.factor ?? one(a)));
    } else if (joins && op.type === 'Concat') {
      const products = inputs.map(asProduct);
      if (products.every(({ base, factor }) => factor && sameShape(base.shape, factor.shape))) {
        const axis = attributes.axis as number;
        result = mul(
          concat(
            products.map(({ base }) => base),
            axis,
          ),
          concat(
            products.map(({ factor }) => factor!),
            axis,
          ),
        );
      }
    }
    if (result) {
      rewritten.set(value, result);
    } else {
      const same = inputs.every((input, k) => input === value.node!.inputs[k]);
      const copies = same ? outputs : emit(op, inputs, attributes);
      outputs.forEach((output, k) => {
        rewritten.set(output, copies[k]!);
      });
    }
    return rewritten.get(value)!;
  };
  return rewrite;
}
