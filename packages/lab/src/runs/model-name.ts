import type { ModelSpec } from '@rnnlab/models';

/** A model's short name: `LSTM-128`, `2 × bidirectional GRU-64`. */
export function modelName({ layers }: ModelSpec): string {
  const parts = layers.flatMap((layer) => {
    if (layer.type !== 'recurrent') return [];
    const { cell = 'lstm', units, layers: stacked = 1, bidirectional = false } = layer;
    return [
      `${stacked > 1 ? `${stacked} × ` : ''}${bidirectional ? 'bidirectional ' : ''}${cell.toUpperCase()}-${units}`,
    ];
  });
  if (parts.length > 0) return parts.join(' + ');
  return layers.some(({ type }) => type === 'conv1d' || type === 'conv2d') ? 'CNN' : 'Model';
}
