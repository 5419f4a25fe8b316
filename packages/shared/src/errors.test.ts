import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, test, vi } from 'vitest';
import {
  hasCode,
  isAbsent,
  isRnnlabError,
  peerError,
  RnnlabError,
  reasonOf,
  systemError,
  systemReason,
} from './errors.js';

class PlotError extends RnnlabError {
  override readonly name = 'PlotError';
  readonly code = 'RNNLAB_PLOT';
}

test('an error of ours is an Error with a name, a code and a cause', () => {
  const cause = new Error('why');
  const error = new PlotError('It cannot be drawn.', { cause });
  expect(error).toBeInstanceOf(Error);
  expect(String(error)).toBe('PlotError: It cannot be drawn.');
  expect(error).toMatchObject({ code: 'RNNLAB_PLOT', cause });
});

test('errors of another copy of this file are known, and distinguished by their codes', async () => {
  vi.resetModules();
  const other = await import('./errors.js');
  expect(other.RnnlabError).not.toBe(RnnlabError);
  class SpecError extends other.RnnlabError {
    readonly code = 'RNNLAB_SPEC';
  }
  const error = new SpecError('It cannot be built.');
  expect(error).not.toBeInstanceOf(RnnlabError);
  expect(isRnnlabError(error)).toBe(true);
  expect(hasCode(error, 'RNNLAB_SPEC')).toBe(true);
  expect(hasCode(error, 'RNNLAB_PLOT')).toBe(false);
  expect(other.hasCode(new PlotError(''), 'RNNLAB_PLOT')).toBe(true);
});

test.each([
  new Error('another'),
  Object.assign(new Error('of Node'), { code: 'ENOENT' }),
  Object.assign(new Error('like ours'), { code: 'RNNLAB_PLOT' }),
  { code: 'RNNLAB_PLOT' },
  'text',
  null,
  undefined,
])('%s is no error of ours', (error) => {
  expect(isRnnlabError(error)).toBe(false);
  expect(hasCode(error, 'RNNLAB_PLOT')).toBe(false);
});

test('a reason is one line without a full stop', () => {
  expect(reasonOf(new Error('It\n  failed.'))).toBe('It failed');
  expect(reasonOf('text')).toBe('text');
  expect(reasonOf(new Error('x'.repeat(1000)))).toHaveLength(300);
});

class PeerError extends Error {}

const notFound = (name: string, code = 'ERR_MODULE_NOT_FOUND') =>
  Object.assign(new Error(`Cannot find package '${name}' imported from /app/index.js`), { code });

describe('the error of a peer', () => {
  it('that is not installed says how to install it, and what else there is', () => {
    const error = notFound('onnxruntime-node');
    expect(peerError('onnxruntime-node', error, PeerError)).toEqual(
      new PeerError('Cannot import `onnxruntime-node`: install it with `npm install onnxruntime-node`.', {
        cause: error,
      }),
    );
    expect(peerError('onnxruntime-node', error, PeerError, 'or use the engine `web`').message).toBe(
      'Cannot import `onnxruntime-node`: install it with `npm install onnxruntime-node`, or use the engine `web`.',
    );
  });

  it('names the package of a path', () => {
    const message = (name: string) => peerError(name, notFound(name), PeerError).message;
    expect(message('onnxruntime-web/wasm')).toContain('`npm install onnxruntime-web`');
    expect(message('@tensorflow/tfjs-node/dist/x.js')).toContain('`npm install @tensorflow/tfjs-node`');
  });

  it('that is there but does not load says why', () => {
    const error = new Error('libgomp.so.1: cannot open shared object file.');
    const made = peerError('onnxruntime-node', error, PeerError);
    expect(made).toBeInstanceOf(PeerError);
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

class FileError extends RnnlabError {
  readonly code = 'RNNLAB_TEST';
}

const failed = (code: string) => Object.assign(new Error(`${code}: it failed`), { code });

test('an error of the file system becomes one sentence of ours', () => {
  const error = failed('ENOSPC');
  expect(systemError('write', '/data/run', error, FileError)).toEqual(
    new FileError('Cannot write /data/run: the disk is full.', { cause: error }),
  );
  expect(systemError('read', 'x', failed('EODD'), FileError).message).toBe('Cannot read x: EODD: it failed.');
  try {
    readFileSync(join(tmpdir(), 'rnnlab-no-such-file'));
    expect.unreachable();
  } catch (caught) {
    expect(systemError('read', 'x', caught, FileError).message).toBe('Cannot read x: it does not exist.');
  }
});

test('what cannot be made is a folder only where making one failed', () => {
  const missing = (syscall: string) => Object.assign(failed('ENOENT'), { syscall });
  const sentence = (action: string, syscall: string) =>
    systemError(action, 'x', missing(syscall), FileError).message;
  expect(sentence('write', 'mkdir')).toBe('Cannot write x: no folder can be made there.');
  expect(sentence('write', 'open')).toBe('Cannot write x: no file can be made there.');
  expect(sentence('write', 'rename')).toBe('Cannot write x: no file can be made there.');
  expect(sentence('read', 'open')).toBe('Cannot read x: it does not exist.');
});

test('any other error stays as it is, one of ours too', () => {
  const { reason } = AbortSignal.abort();
  for (const error of [
    new Error('a mistake'),
    new FileError('Known.'),
    failed('ERR_INVALID_ARG_TYPE'),
    reason,
  ]) {
    expect(systemError('read', 'x', error, FileError)).toBe(error);
  }
});

test('a reason is known of errors of the operating system alone', () => {
  expect(systemReason(failed('EACCES'))).toBe('permission is denied');
  for (const error of [failed('toString'), new Error('x'), undefined, null, 'ENOENT', { code: 2 }]) {
    expect(systemReason(error)).toBeUndefined();
  }
});
