import type { Parameter } from '@rnnlab/models';
import type { Value } from '../graph/graph.js';
import { add } from '../ops/arithmetic.js';
import { fill } from '../ops/creation.js';
import { reshape } from '../ops/shape.js';
import { concat, split, splitSizes } from '../ops/slicing.js';
import { type OptimizerSpec, optimizerOf, type StepInfo, type Transform } from './optimizers.js';

/** An optimizer, and the scalars that the host computes for each of its steps. */
interface OptimizerRule {
  transform: Transform;
  scalarNames: string[];
  /** Values in the order of the names; a zero if there are none, as a graph reads no row without entries. */
  scalars(step: StepInfo): number[];
  /** Entries of a row of scalars. */
  width: number;
}

/** @throws {SpecError} For an unknown optimizer or a bad option. */
export function optimizerRule(optimizer: OptimizerSpec): OptimizerRule {
  const transform = optimizerOf(optimizer);
  const values = (step: StepInfo): Record<string, number> => transform.scalars?.(step) ?? {};
  const scalarNames = Object.keys(values({ step: 0, learningRate: 1 }));
  return {
    transform,
    scalarNames,
    width: Math.max(1, scalarNames.length),
    scalars(step) {
      const now = values(step);
      return scalarNames.length === 0 ? [0] : scalarNames.map((name) => now[name]!);
    },
  };
}

/**
 * The parameters and the optimizer's slots after a step.
 *
 * @param row - The step's scalars, `[width]`.
 */
export function optimizerStep(
  layout: readonly Parameter[],
  { transform, scalarNames, width }: OptimizerRule,
  gradient: Value,
  parameters: Value,
  slots: readonly Value[],
  row: Value,
): { next: Value; slots: Value[] } {
  const { type: float } = parameters;
  const { root } = parameters.graph;
  const columns = split(row, width).map((column) => reshape(column, []));
  const { update, slots: nextSlots } = transform.apply(gradient, {
    parameters,
    slots,
    scalars: Object.fromEntries(scalarNames.map((name, k) => [name, columns[k]!])),
    kernelMask: () => concat(layout.map((p) => fill(root, float, p.shape.length > 1 ? 1 : 0, p.size))),
    splitParameters: (vector) =>
      splitSizes(
        vector,
        layout.map((p) => p.size),
      ),
  });
  return { next: add(parameters, update), slots: nextSlots };
}
