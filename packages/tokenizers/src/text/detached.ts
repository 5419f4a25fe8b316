/**
 * The same text in memory of its own. JavaScript engines keep a part of a string as a view of the whole one, so a
 * word that is kept for long would hold on to the text it was cut from.
 */
export function detached(part: string): string {
  // Engines copy short strings anyway.
  if (part.length < 13) return part;
  const units = new Uint16Array(part.length);
  for (let i = 0; i < part.length; i++) units[i] = part.charCodeAt(i);
  let copy = '';
  for (let i = 0; i < units.length; i += 4096) copy += String.fromCharCode(...units.subarray(i, i + 4096));
  return copy;
}
