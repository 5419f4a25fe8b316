import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../test/temporary-folder.js';
import { zip } from '../../test/zip-writer.js';
import { DatasetError } from '../error.js';
import { agNews } from './ag-news.js';
import { dbpedia14 } from './dbpedia14.js';
import { ptb } from './ptb.js';
import { pytorchNames } from './pytorch-names.js';
import { starTrek } from './star-trek.js';
import { tinyShakespeare } from './tiny-shakespeare.js';

describe.each([
  [
    'dbpedia14',
    dbpedia14,
    '14,"Title, one"," Text ""quoted"""\n1,Two,three\n',
    ['WrittenWork', 'Company'],
    15,
  ],
  ['ag-news', agNews, '4,"Title, one"," Text ""quoted"""\n3,Two,three\n', ['Sci/Tech', 'Business'], 5],
] as const)('%s', (name, load, content, labels, beyond) => {
  it('reads titles, texts and classes of a folder', async () => {
    const folder = await temporaryFolder({ 'train.csv': content, 'test.csv': '2,a,b\n' });
    const train = await load({ folder });
    expect(train.toArray()).toEqual([
      { title: 'Title, one', text: ' Text "quoted"', label: labels[0] },
      { title: 'Two', text: 'three', label: labels[1] },
    ]);
    expect(train.card?.name).toBe(name);
    expect(await load({ folder, split: 'test' })).toHaveLength(1);
  });

  it('says in which line a class is that there is not', async () => {
    const folder = await temporaryFolder({ 'train.csv': `1,a,b\n${beyond},a,b\n` });
    const error = await load({ folder }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DatasetError);
    expect((error as Error).message).toMatch(
      new RegExp(`train\\.csv.*line 2.*expected a class from 1 to ${beyond - 1}`),
    );
  });
});

describe('ptb', () => {
  it('gives sentences without the spaces around them', async () => {
    const folder = await temporaryFolder({ 'ptb.train.txt': ' a <unk> \n b N \n', 'ptb.valid.txt': ' c \n' });
    expect((await ptb({ folder })).toArray()).toEqual([{ text: 'a <unk>' }, { text: 'b N' }]);
    expect((await ptb({ folder, split: 'validation' })).toArray()).toEqual([{ text: 'c' }]);
    await expect(ptb({ folder, split: 'test' })).rejects.toThrow(/no ptb\.test\.txt in/);
    await expect(ptb({ folder, split: 'valid' as 'test' })).rejects.toThrow(
      /expected train, validation, test/,
    );
  });
});

describe('tiny-shakespeare', () => {
  it('gives one text, whole or in parts that make the whole', async () => {
    const text = Array.from({ length: 1003 }, (_, i) => String.fromCharCode(97 + (i % 26))).join('');
    const folder = await temporaryFolder({ 'input.txt': text });
    expect((await tinyShakespeare({ folder })).toArray()).toEqual([{ text }]);
    const parts = ['train', 'validation', 'test'] as const;
    const texts = await Promise.all(
      parts.map(async (split) => (await tinyShakespeare({ folder, split })).at(0).text),
    );
    expect(texts.join('')).toBe(text);
    expect(texts.map(({ length }) => length)).toEqual([902, 50, 51]);
  });
});

describe('pytorch-names', () => {
  const LANGUAGES = [
    ...['Arabic', 'Chinese', 'Czech', 'Dutch', 'English', 'French', 'German', 'Greek', 'Irish', 'Italian'],
    ...['Japanese', 'Korean', 'Polish', 'Portuguese', 'Russian', 'Scottish', 'Spanish', 'Vietnamese'],
  ];
  const texts = Object.fromEntries(LANGUAGES.map((name) => [name, `${name}ová\nO'${name}\n`]));

  it.each([
    ['unpacked', (name: string) => `names/${name}.txt`],
    ['alone', (name: string) => `${name}.txt`],
  ])('takes the language from the name of the file: %s', async (_, path) => {
    const folder = await temporaryFolder(
      Object.fromEntries(Object.entries(texts).map(([name, text]) => [path(name), text])),
    );
    const surnames = await pytorchNames({ folder });
    expect(surnames).toHaveLength(36);
    expect(surnames.at(0)).toEqual({ text: 'Arabicová', label: 'Arabic' });
    expect(surnames.at(35)).toEqual({ text: "O'Vietnamese", label: 'Vietnamese' });
    expect(surnames.card?.features?.label).toEqual({ kind: 'label', names: LANGUAGES });
  });

  it('reads the archive of the tutorial', async () => {
    const entries = Object.entries(texts).map(([name, content]) => ({
      name: `data/names/${name}.txt`,
      content,
    }));
    const archive = zip([
      { name: 'data/', method: 0 },
      { name: 'data/eng-fra.txt', content: 'Go.\tVa !' },
      ...entries,
    ]);
    const folder = await temporaryFolder({ 'data.zip': archive });
    expect(await pytorchNames({ folder })).toHaveLength(36);
  });
});

const bytes = (text: string) => new TextEncoder().encode(text);

describe('star-trek', () => {
  it('gives every cell that is a line', async () => {
    const file = bytes(
      'NEXTEPISODE,,\nSPOCK: Check the circuit.,"TYLER: All operating, sir.",\nx,"(He said ""no"")",KIRK: No.,\n',
    );
    expect((await starTrek({ file })).map(({ text }) => text).toArray()).toEqual([
      'SPOCK: Check the circuit.',
      'TYLER: All operating, sir.',
      '(He said "no")',
      'KIRK: No.',
    ]);
  });

  it('needs a file with lines', async () => {
    await expect(starTrek({} as never)).rejects.toThrow(
      /^star-trek is not downloaded: expected .* in the option file/,
    );
    await expect(starTrek(undefined as never)).rejects.toThrow(/star-trek is not downloaded/);
    await expect(starTrek({ file: bytes('NEXTEPISODE,,\n') })).rejects.toThrow(/<bytes> holds no lines/);
    await expect(starTrek({ file: bytes('a'), folder: 'x' } as never)).rejects.toThrow(
      /has no option "folder"/,
    );
  });
});
