import { SpecError } from '../spec/error.js';
import { layerIndex } from '../spec/option.js';
import { defineLayer, type Earlier, expectReal } from './layer.js';
import { describeShape, type SignalShape } from './signal.js';

/**
 * One logit for each token, by the table of an embedding: `x · tableᵀ`.
 * Source: O. Press and L. Wolf, Using the Output Embedding to Improve Language Models, 2017.
 */
export const tiedDense = defineLayer({
  type: 'tied-dense',
  doc: 'One logit for each token, by the table of an embedding.',
  options: { embedding: layerIndex('Index of the embedding layer, counted from 0.') },
  output({ embedding }, input, earlier) {
    const shape = expectReal(input, 'vector', 'sequence');
    const { vocabulary, units } = tableOf(earlier, embedding);
    if (shape.features !== units) {
      throw new SpecError(
        `expected ${units} features, the units of the embedding in layer ${embedding}, received ${describeShape(input)}`,
      );
    }
    return { ...shape, features: vocabulary } as SignalShape;
  },
  parameters: () => ({}),
  shared: ({ embedding }) => ({ table: { layer: embedding, name: 'table' } }),
  apply: (ops, _, { value, lengths }, { table }, shape) => ({
    shape,
    value: ops.linearTransposed(value, table!),
    lengths,
  }),
});

function tableOf(earlier: readonly Earlier[], index: number): { vocabulary: number; units: number } {
  const layer = earlier[index];
  if (layer?.type !== 'embedding' || layer.input.kind !== 'tokens') {
    throw new SpecError(
      `expected layer ${index} to be an embedding before it, received ${layer?.type ?? 'no such layer'}`,
    );
  }
  return { vocabulary: layer.input.vocabulary, units: layer.options.units as number };
}
