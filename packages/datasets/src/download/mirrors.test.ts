import { describe, expect, it } from 'vitest';
import { HttpError } from '../http/http-error.js';
import { Mirrors } from './mirrors.js';
import { ContentError } from './transfer.js';

const busy = (retryAfter?: number) => new HttpError('Busy.', { url: 'x', transient: true, retryAfter });
const gone = () => new HttpError('Gone.', { url: 'x', transient: false });
const wrong = () => new ContentError('Wrong.', { url: 'x', transient: true });

/** The address of each try when all fail like this, with | where a wait is due. */
function tries(mirrors: Mirrors, fail: (url: string) => [HttpError, boolean], count: number): string {
  let text = '';
  for (let i = 0; i < count && !mirrors.none; i++) {
    text += mirrors.current;
    mirrors.failed(...fail(mirrors.current));
    if (mirrors.none || mirrors.waitFor === undefined) continue;
    text += '|';
    mirrors.waited();
  }
  return text;
}

describe('mirrors', () => {
  it('take turns, and wait when all have failed', () => {
    expect(tries(new Mirrors(['a', 'b', 'a', 'c']), () => [busy(), false], 7)).toBe('abc|abc|a');
  });

  it('are asked no more when they fail for good', () => {
    const mirrors = new Mirrors(['a', 'b']);
    expect(tries(mirrors, (url) => [url === 'a' ? gone() : busy(), false], 4)).toBe('ab|b|b|');
    expect(tries(new Mirrors(['a', 'b']), () => [gone(), false], 4)).toBe('ab');
  });

  it('may give a wrong file once', () => {
    expect(tries(new Mirrors(['a', 'b']), () => [wrong(), false], 9)).toBe('ab|ab');
  });

  it('keep their turn while they give parts, for a while', () => {
    expect(tries(new Mirrors(['a', 'b']), (url) => [busy(), url === 'a'], 7)).toBe('a|a|a|ab|a|a|');
  });

  it('that are busy are skipped until their time has come', () => {
    expect(tries(new Mirrors(['a', 'b']), (url) => [busy(url === 'a' ? 60 : undefined), false], 4)).toBe(
      'ab|b|b|',
    );
    const mirrors = new Mirrors(['a', 'b']);
    mirrors.failed(busy(60), false);
    mirrors.failed(busy(2), false);
    expect(mirrors.waitFor?.retryAfter).toBe(2);
  });
});
