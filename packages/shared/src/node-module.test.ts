import * as path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { inNode, nodeModule, nodeModuleIfAny } from './node-module.js';

afterEach(() => {
  vi.unstubAllGlobals();
});

test('a module of Node is found without an import', () => {
  expect(inNode).toBe(true);
  expect(nodeModule('node:path').join('a', 'b')).toBe(path.join('a', 'b'));
});

test('there is none where there is no Node', async () => {
  vi.stubGlobal('process', undefined);
  expect(nodeModuleIfAny('node:path')).toBeUndefined();
  expect(() => nodeModule('node:path')).toThrow(
    'node:path needs Node 20.19 or later, and there is none here.',
  );
});
