import { expect, test } from 'vitest';
import { layers } from './index.js';

test('every layer is registered under its own type and documents itself and its options', () => {
  for (const [type, layer] of Object.entries(layers)) {
    expect(layer.type).toBe(type);
    expect(layer.doc).toMatch(/\.$/);
    for (const option of Object.values(layer.options)) expect(option.description).toMatch(/\.$/);
  }
});
