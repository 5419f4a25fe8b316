import { describe, expect, it } from 'vitest';
import { DatasetError } from '../error.js';
import { rethrowDisk } from './disk-error.js';

const failed = (code: string) => Object.assign(new Error(code), { code, syscall: 'write' });

describe('the error of a disk', () => {
  it.each([
    ['ENOSPC', 'the disk is full'],
    ['EROFS', 'the file system is read-only'],
    ['EACCES', 'permission is denied'],
    ['EIO', 'the disk gave an error'],
    ['EUNKNOWN', 'EUNKNOWN'],
  ])('of %s is one sentence', (code, reason) => {
    expect(() => rethrowDisk('/c')(failed(code))).toThrow(
      new DatasetError(
        `Cannot write to /c: ${reason}; put that right, or choose another folder with RNNLAB_CACHE.`,
      ),
    );
  });

  it('is not made of other errors', () => {
    for (const error of [
      new DatasetError('Known.'),
      new Error('of a callback'),
      AbortSignal.abort().reason,
    ]) {
      expect(() => rethrowDisk('/c')(error)).toThrow(error);
    }
  });
});
