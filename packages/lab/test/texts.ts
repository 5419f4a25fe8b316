import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A folder of texts whose class shows in their letters, none of them twice.
 *
 * @param perClass - Texts of each class.
 */
export function writeTexts(path: string, perClass: number): void {
  mkdirSync(path, { recursive: true });
  const classes: Record<string, string[]> = {
    Hills: ['ba', 'do', 'gu', 'bo', 'da'],
    Lakes: ['mi', 'le', 'ne', 'li', 'me'],
    Woods: ['kra', 'xo', 'tru', 'kro', 'xa'],
  };
  for (const [label, syllables] of Object.entries(classes)) {
    const lines = Array.from({ length: perClass }, (_, k) =>
      [k % 5, Math.floor(k / 5) % 5, Math.floor(k / 25) % 5].map((s) => syllables[s]).join(''),
    );
    writeFileSync(join(path, `${label}.txt`), `${lines.join('\n')}\n`);
  }
}

/** Sentences of few words, so that a small model learns something in a moment. */
export function sentences(count: number): string[] {
  const words = [
    ['the ship', 'a star', 'captain Kirk'],
    ['sees', 'leaves', 'finds'],
    ['a planet.', 'the moon.', 'nothing!'],
  ];
  return Array.from({ length: count }, (_, k) =>
    words.map((some, place) => some[Math.floor(k / 3 ** place + k / 7) % 3]).join(' '),
  );
}
