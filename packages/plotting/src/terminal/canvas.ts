/** A drawing of dots, 2 × 4 to a character, in Unicode braille. */
export interface Canvas {
  /** Draws the straight line between two dots, both included; dots outside are left out. */
  line(x0: number, y0: number, x1: number, y1: number, owner: number): void;
  /** One string per row, and which owner drew last in each character (-1 for none). */
  rows(): { characters: string[]; owners: number[] }[];
}

const dots = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
];

/** An empty canvas of `columns` × `rows` characters. Dots count from the upper left corner. */
export function canvas(columns: number, rows: number): Canvas {
  const bits = new Uint8Array(columns * rows);
  const owners = new Int16Array(columns * rows).fill(-1);

  function dot(x: number, y: number, owner: number): void {
    if (x < 0 || y < 0 || x >= columns * 2 || y >= rows * 4) return;
    const cell = (y >> 2) * columns + (x >> 1);
    bits[cell]! |= dots[y & 3]![x & 1]!;
    owners[cell] = owner;
  }

  return {
    line(x0, y0, x1, y1, owner) {
      const steps = Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0), 1);
      for (let i = 0; i <= steps; i++) {
        dot(Math.round(x0 + ((x1 - x0) * i) / steps), Math.round(y0 + ((y1 - y0) * i) / steps), owner);
      }
    },
    rows() {
      return Array.from({ length: rows }, (_, row) => {
        const cells = bits.subarray(row * columns, (row + 1) * columns);
        return {
          characters: Array.from(cells, (mask) => (mask === 0 ? ' ' : String.fromCodePoint(0x2800 + mask))),
          owners: [...owners.subarray(row * columns, (row + 1) * columns)],
        };
      });
    },
  };
}
