/** A place in the box of a digit: x from the left, y from the top, 0 to 1. */
export type Point = readonly [x: number, y: number];

/** Points that a pen goes through: round, but for the corners. */
export interface Stroke {
  readonly points: readonly Point[];
  /** Indices of the points at which the direction breaks. */
  readonly corners: readonly number[];
  /** Whether the last point goes on to the first. */
  readonly closed: boolean;
}

/**
 * For each digit the ways to write it, each of one stroke or more: points `x,y` in hundredths of the box, with `!`
 * at a corner, and `o` at the end of a closed stroke.
 */
const WRITTEN: readonly (readonly (readonly string[])[])[] = [
  [['50,0 20,14 6,50 20,86 50,100 80,86 94,50 80,14 o']],
  [['50,0 50,100'], ['22,24 55,0! 55,100'], ['22,24 52,0! 52,100', '20,100 84,100']],
  [
    ['10,24 28,4 60,0 88,20 78,48 45,74 8,100! 94,98'],
    ['12,22 34,2 70,6 84,32 60,66 26,94 10,90 22,78 56,92 96,96'],
  ],
  [['12,12 46,0 82,12 78,36 40,47! 80,56 92,78 62,99 30,98 6,86']],
  [
    ['70,0 6,66! 96,66', '70,0 70,100'],
    ['20,2 12,34 14,54! 84,54', '84,0 80,100'],
  ],
  [['88,1 26,2! 18,44! 50,36 84,48 90,74 64,98 30,99 6,86']],
  [['74,0 38,20 12,56 18,88 50,100 82,90 88,68 64,50 30,56 14,74']],
  [['8,3 92,2! 60,46 42,100'], ['8,3 92,2! 60,46 42,100', '30,50 82,48']],
  [['50,0 20,10 20,33 50,47 82,62 86,86 50,100 14,86 18,62 50,47 80,33 80,10 o']],
  [
    ['86,26 66,48 30,48 12,28 26,6 58,0 82,10 88,30 84,66 60,100'],
    ['84,6 50,0 16,12 14,38 44,50 78,34 84,6! 78,100'],
  ],
];

/** For each digit the ways to write it. */
export const DIGIT_STROKES: readonly (readonly (readonly Stroke[])[])[] = WRITTEN.map((ways) =>
  ways.map((strokes) => strokes.map(parse)),
);

function parse(stroke: string): Stroke {
  const places = stroke.split(' ').filter((place) => place !== 'o');
  return {
    points: places.map((place): Point => {
      const [x, y] = place.replace('!', '').split(',');
      return [Number(x) / 100, Number(y) / 100];
    }),
    corners: [...places.keys()].filter((k) => places[k]!.endsWith('!')),
    closed: stroke.endsWith('o'),
  };
}
