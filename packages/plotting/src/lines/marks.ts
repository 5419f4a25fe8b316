/** A place for a marker, and whose it is. */
export interface Mark {
  x: number;
  y: number;
  series: number;
}

/**
 * Every point of a run that is short or whose points lie apart; of another one about ten, staggered by series so that
 * markers do not pile up.
 *
 * @param index - Of the series.
 */
export function markedPoints(segment: readonly [number, number][], index: number): [number, number][] {
  const apart = segment.every(([x], i) => i === 0 || Math.abs(x - segment[i - 1]![0]) >= 20);
  if (segment.length <= 14 || apart) return [...segment];
  // Evenly along the axis, not by index: on a logarithmic one that differs.
  const [start, end] = [segment[0]![0], segment.at(-1)![0]];
  const shift = (index * 0.37) % 1;
  const places = Array.from({ length: 10 }, (_, i) => start + ((i + shift) / 10) * (end - start));
  const forwards = end >= start;
  return [...new Set(places.map((place) => segment.find(([x]) => (forwards ? x >= place : x <= place))!))];
}

/**
 * Where lines run on top of each other their markers would hide all but the last: there the series take turns, each
 * place showing one of them.
 */
export function takeTurns(marks: readonly Mark[]): Mark[] {
  const places = new Map<string, Mark[]>();
  for (const mark of marks) {
    const key = `${Math.round(mark.x / 2)},${Math.round(mark.y / 2)}`;
    places.set(key, [...(places.get(key) ?? []), mark]);
  }
  const turns = new Map<string, number>();
  const shown = [...places.values()].map((together) => {
    const who = together.map(({ series }) => series).join();
    const turn = turns.get(who) ?? 0;
    turns.set(who, turn + 1);
    return together[turn % together.length]!;
  });
  return shown.sort((a, b) => a.series - b.series);
}
