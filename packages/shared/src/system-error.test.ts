import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RnnlabError } from './error.js';
import { systemError, systemReason } from './system-error.js';

class Wrong extends RnnlabError {
  readonly code = 'RNNLAB_TEST';
}

const failed = (code: string) => Object.assign(new Error(`${code}: it failed`), { code });

test('an error of the file system becomes one sentence of ours', () => {
  const error = failed('ENOSPC');
  expect(systemError('write', '/data/run', error, Wrong)).toEqual(
    new Wrong('Cannot write /data/run: the disk is full.', { cause: error }),
  );
  expect(systemError('read', 'x', failed('EODD'), Wrong).message).toBe('Cannot read x: EODD: it failed.');
  try {
    readFileSync(join(tmpdir(), 'rnnlab-no-such-file'));
    expect.unreachable();
  } catch (caught) {
    expect(systemError('read', 'x', caught, Wrong).message).toBe('Cannot read x: it does not exist.');
  }
});

test('what cannot be made is a folder only where making one failed', () => {
  const missing = (syscall: string) => Object.assign(failed('ENOENT'), { syscall });
  const sentence = (action: string, syscall: string) =>
    systemError(action, 'x', missing(syscall), Wrong).message;
  expect(sentence('write', 'mkdir')).toBe('Cannot write x: no folder can be made there.');
  expect(sentence('write', 'open')).toBe('Cannot write x: no file can be made there.');
  expect(sentence('write', 'rename')).toBe('Cannot write x: no file can be made there.');
  expect(sentence('read', 'open')).toBe('Cannot read x: it does not exist.');
});

test('any other error stays as it is, one of ours too', () => {
  const { reason } = AbortSignal.abort();
  for (const error of [new Error('a mistake'), new Wrong('Known.'), failed('ERR_INVALID_ARG_TYPE'), reason]) {
    expect(systemError('read', 'x', error, Wrong)).toBe(error);
  }
});

test('a reason is known of errors of the operating system alone', () => {
  expect(systemReason(failed('EACCES'))).toBe('permission is denied');
  for (const error of [failed('toString'), new Error('x'), undefined, null, 'ENOENT', { code: 2 }]) {
    expect(systemReason(error)).toBeUndefined();
  }
});
