import { describe, expect, it } from 'vitest';
import { requireRemoteFile } from '../download/remote-file.js';
import { DatasetError } from '../error.js';
import { cards, datasetNames, loadDataset } from './index.js';
import { names } from './names.js';

describe('the catalog', () => {
  it('has these datasets', () => {
    expect(datasetNames).toEqual([
      ...['ag-news', 'cifar10', 'dbpedia14', 'fashion-mnist', 'mnist', 'names', 'ptb', 'pytorch-names'],
      ...['star-trek', 'tiny-shakespeare'],
    ]);
  });

  it.each(datasetNames.map((name) => [name, cards[name]] as const))(
    'has a whole card of %s',
    (name, card) => {
      expect(card.name).toBe(name);
      for (const field of ['description', 'license', 'features', 'splits'] as const)
        expect(card[field]).toBeTruthy();
      for (const { examples } of Object.values(card.splits!)) expect(examples).toBeGreaterThan(0);
      if (name === 'names' || name === 'star-trek') return;
      expect(card.citation).toBeTruthy();
      expect(URL.canParse(card.homepage!)).toBe(true);
      for (const file of card.files!) requireRemoteFile(file);
    },
  );

  it('loads by name', async () => {
    const loaded = await loadDataset('names');
    expect(loaded.toArray()).toEqual(names().toArray());
    expect(loaded.card).toBe(cards.names);
    const lines = await loadDataset('star-trek', { file: new TextEncoder().encode('SPOCK: Yes.') });
    expect(lines.toArray()).toEqual([{ text: 'SPOCK: Yes.' }]);
    await expect(loadDataset('mnist', { split: 'x' as 'test' })).rejects.toThrow(/mnist has no split "x"/);
  });

  it.each([
    ['mnst', /^There is no dataset "mnst"; the nearest is "mnist"\.$/],
    ['imagenet-1k', /^There is no dataset "imagenet-1k"; expected one of ag-news, .*tiny-shakespeare\.$/],
    ['toString', /^There is no dataset "toString"/],
    [undefined, /^There is no dataset undefined/],
  ])('names the nearest for %s', async (name, message) => {
    const error = await loadDataset(name as 'names').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DatasetError);
    expect((error as Error).message).toMatch(message);
  });
});
