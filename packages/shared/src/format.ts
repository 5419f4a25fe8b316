/** 10,760: a whole number with grouped thousands. */
export const count = (value: number): string => Math.round(value).toLocaleString('en-US');

/** "1 epoch", "15 epochs", "26 classes". */
export const plural = (value: number, noun: string, many = `${noun}s`): string =>
  `${count(value)} ${value === 1 ? noun : many}`;

/** .831, as accuracies are written in tables of results; 1.000 and 0.000 stay whole. */
export function share(value: number, digits = 3): string {
  const text = value.toFixed(digits);
  return text.startsWith('0.') && value !== 0 ? text.slice(1) : text;
}

/** 0.8 s, 52 s, 1 min 05 s, 2 h 03 min. */
export function duration(seconds: number): string {
  if (seconds < 9.95) return `${Math.max(0, seconds).toFixed(1)} s`;
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const two = (value: number): string => String(value).padStart(2, '0');
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`;
}

/** A word as it can be pasted into a shell. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
