import { defineBuilder } from './context.js';

export const embedding = defineBuilder<{ units: number }>((context, { shape, value, lengths }) => {
  const { tf, custom, name, index, options, isTied, tables, apply } = context;
  const { vocabulary } = shape as { vocabulary: number };
  const layer = isTied
    ? custom.tiedEmbedding({ name, vocabulary, units: options.units })
    : tf.layers.embedding({
        name,
        inputDim: vocabulary,
        outputDim: options.units,
        embeddingsInitializer: 'zeros',
      });
  if (isTied) tables.set(index, { layer, ids: value });
  return { value: apply(layer, value, (of) => [of('table')]), lengths };
});
