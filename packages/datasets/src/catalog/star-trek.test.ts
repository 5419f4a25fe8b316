import { describe, expect, it } from 'vitest';
import { starTrek } from './star-trek.js';

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
