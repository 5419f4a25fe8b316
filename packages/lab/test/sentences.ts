/** Sentences of few words, so that a small model learns something in a moment. */
export function sentences(count: number): string[] {
  const words = [
    ['the ship', 'a star', 'captain Kirk'],
    ['sees', 'leaves', 'finds'],
    ['a planet.', 'the moon.', 'nothing!'],
  ];
  return Array.from({ length: count }, (_, k) =>
    words.map((some, position) => some[Math.floor(k / 3 ** position + k / 7) % 3]).join(' '),
  );
}
