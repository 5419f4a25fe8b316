import { describe, expect, it } from 'vitest';
import { DatasetError } from '../error.js';
import { rethrowDisk } from './disk-error.js';

const failed = (code: string) => Object.assign(new Error(code), { code, syscall: 'write' });

describe('the error of a disk', () => {
  it.each([
    ['ENOSPC', 'The disk of /c is full: free some space, or choose another folder with RNNLAB_CACHE.'],
    ['EROFS', '/c is on a file system that cannot be written to: choose another folder with RNNLAB_CACHE.'],
    ['EACCES', '/c cannot be written to: allow it, or choose another folder with RNNLAB_CACHE.'],
    ['EIO', '/c cannot be written to: EIO.'],
  ])('of %s is one sentence', (code, message) => {
    expect(() => rethrowDisk('/c')(failed(code))).toThrow(new DatasetError(message));
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
