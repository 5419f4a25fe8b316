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
