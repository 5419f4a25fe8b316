import { resolve } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { cacheFolder, isOffline, placeOfCache, requireFileSystem } from './cache-folder.js';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

describe('the cache', () => {
  it.each([
    ['linux', {}, '/home/ann/.cache/rnnlab'],
    ['linux', { XDG_CACHE_HOME: '/var/cache/ann' }, '/var/cache/ann/rnnlab'],
    ['linux', { XDG_CACHE_HOME: 'relative' }, '/home/ann/.cache/rnnlab'],
    ['darwin', { XDG_CACHE_HOME: '/x' }, '/home/ann/Library/Caches/rnnlab'],
    ['win32', { LOCALAPPDATA: 'D:\\Local' }, 'D:\\Local\\rnnlab\\Cache'],
    ['win32', {}, '\\home\\ann\\AppData\\Local\\rnnlab\\Cache'],
    ['linux', { RNNLAB_CACHE: '/data/cache', XDG_CACHE_HOME: '/x' }, '/data/cache'],
  ])('is on %s with %j in %s', (platform, env, expected) => {
    expect(placeOfCache(platform, env, () => '/home/ann')).toBe(expected);
  });

  it('is where RNNLAB_CACHE says, as an absolute path', () => {
    vi.stubEnv('RNNLAB_CACHE', 'some/folder');
    expect(cacheFolder()).toBe(resolve('some/folder'));
  });

  it.each([
    ['1', true],
    ['true', true],
    ['0', false],
    ['', false],
    [undefined, false],
  ])('is all there is with RNNLAB_OFFLINE=%s: %s', (value, expected) => {
    vi.stubEnv('RNNLAB_OFFLINE', value);
    expect(isOffline()).toBe(expected);
  });

  it('needs Node, and says so elsewhere', () => {
    requireFileSystem();
    vi.stubGlobal('process', undefined);
    expect(requireFileSystem).toThrow(/^Downloading into a cache needs Node 20\.19 or later/);
  });
});
