import { describe, expect, it } from 'vitest';
import { type RemoteFile, requireRemoteFile } from './remote-file.js';

const FILE: RemoteFile = { name: 'input.txt', urls: ['https://example.org/input.txt'] };

describe('requireRemoteFile', () => {
  it('accepts what can be downloaded', () => {
    requireRemoteFile(FILE);
    requireRemoteFile({ ...FILE, bytes: 0, sha256: 'A0'.repeat(32), md5: '0f'.repeat(16) });
  });

  it.each(['', '.', '..', '.hidden', 'a/b', 'a\\b', 'a:b', 'a\nb', 'nul.txt', 'a.', 'x'.repeat(201)])(
    'refuses the name %j',
    (name) => {
      expect(() => requireRemoteFile({ ...FILE, name })).toThrow(/has the name .*: expected a file name/);
    },
  );

  it.each([
    [{ urls: [] }, /has no address/],
    [{ urls: ['ftp://example.org/x'] }, /has the address ftp:.*expected one that begins with http/],
    [{ urls: ['x'] }, /has the address x/],
    [{ bytes: -1 }, /has the length -1/],
    [{ bytes: 1.5 }, /has the length 1\.5/],
    [{ sha256: '0f'.repeat(16) }, /has the sha256 .*: expected 64 hexadecimal digits/],
    [{ md5: 'zz'.repeat(16) }, /has the md5 .*: expected 32 hexadecimal digits/],
  ])('refuses %j', (change, message) => {
    expect(() => requireRemoteFile({ ...FILE, ...change })).toThrow(message);
  });
});
