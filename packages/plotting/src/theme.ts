/**
 * The design that all figures share: fonts, ink, series colors and the sequential color scale.
 *
 * The eight series colors alternate dark and light, so neighbors differ in gray as well, and are distinct for readers with
 * red-green color blindness. With more than two series, each color gets its own marker as well.
 */
export const theme = {
  font: {
    family:
      "'IBM Plex Sans', system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, sans-serif",
    regular: 400,
    strong: 600,
    title: 17,
    subtitle: 13,
    label: 12,
    tick: 11.5,
    small: 10.5,
    /** No text in a figure is smaller than this. */
    smallest: 7.5,
  },
  ink: {
    strong: '#17202b',
    body: '#333e4c',
    muted: '#5b6776',
    axis: '#8b96a3',
    grid: '#e4e8ed',
    rule: '#5b6776',
  },
  paper: '#ffffff',
  series: ['#0b4f8a', '#e5760a', '#00806b', '#c25b9b', '#1f2731', '#4fa6dc', '#7d4a1d', '#79aa66'],
  markers: ['circle', 'square', 'triangle', 'diamond', 'cross', 'wye', 'star', 'ring'],
  dash: '6 4',
  line: 2.2,
  /** Light to dark with evenly falling lightness, so that it survives a gray printer. */
  sequential: ['#f5f8fb', '#cfe0ef', '#8fbadd', '#4488c0', '#17568f', '#0a2f57'],
  /** The color of a bar beside a highlighted one. */
  quiet: '#a9b8c8',
} as const;

/** A marker: the shape drawn on the points of a series. */
export type Marker = (typeof theme.markers)[number];

/** Margin and space between blocks, in pixels, and the line height. */
export const spacing = { edge: 16, block: 12, line: 1.3 } as const;
