import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { isAbsent, peerError } from './import-peer.js';

class Wrong extends Error {}

const notFound = (name: string, code = 'ERR_MODULE_NOT_FOUND') =>
  Object.assign(new Error(`Cannot find package '${name}' imported from /app/index.js`), { code });

describe('the error of a peer', () => {
  it('that is not installed says how to install it, and what else there is', () => {
    const error = notFound('onnxruntime-node');
    expect(peerError('onnxruntime-node', error, Wrong)).toEqual(
      new Wrong('Cannot import `onnxruntime-node`: install it with `npm install onnxruntime-node`.', {
        cause: error,
      }),
    );
    expect(peerError('onnxruntime-node', error, Wrong, 'or use the engine `web`').message).toBe(
      'Cannot import `onnxruntime-node`: install it with `npm install onnxruntime-node`, or use the engine `web`.',
    );
  });

  it('names the package of a path', () => {
    const message = (name: string) => peerError(name, notFound(name), Wrong).message;
    expect(message('onnxruntime-web/wasm')).toContain('`npm install onnxruntime-web`');
    expect(message('@tensorflow/tfjs-node/dist/x.js')).toContain('`npm install @tensorflow/tfjs-node`');
  });

  it('that is there but does not load says why', () => {
    const error = new Error('libgomp.so.1: cannot open shared object file.');
    const made = peerError('onnxruntime-node', error, Wrong);
    expect(made).toBeInstanceOf(Wrong);
    expect(made.message).toBe(
      '`onnxruntime-node` could not be loaded: libgomp.so.1: cannot open shared object file.',
    );
    expect(made.cause).toBe(error);
  });
});

describe('a peer is absent', () => {
  it('where Node or Vite does not find it', () => {
    const require = createRequire(import.meta.url);
    try {
      require('@rnnlab/no-such-package');
      expect.unreachable();
    } catch (error) {
      expect(isAbsent('@rnnlab/no-such-package', error)).toBe(true);
    }
    expect(isAbsent('a', notFound('a'))).toBe(true);
    expect(isAbsent('a', new Error('Could not resolve "a" imported by "b". Is it installed?'))).toBe(true);
  });

  it('not where it is another package that is missing, or where it fails', () => {
    expect(isAbsent('a', notFound('b'))).toBe(false);
    expect(isAbsent('a', new Error("'a' failed"))).toBe(false);
    expect(isAbsent('a', undefined)).toBe(false);
    expect(isAbsent('a', 'text')).toBe(false);
  });
});
