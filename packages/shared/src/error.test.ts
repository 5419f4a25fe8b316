import { expect, test, vi } from 'vitest';
import { hasCode, isRnnlabError, RnnlabError } from './error.js';

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

test('errors of another copy of this file are known, and told apart by their codes', async () => {
  vi.resetModules();
  const other = await import('./error.js');
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
