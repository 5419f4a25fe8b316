/**
 * How GPT-2 writes bytes in a JSON file: one visible character per byte. Printable Latin-1 characters stand for
 * themselves, the other 68 bytes take the characters from U+0100 on, so that a space is `Ġ` and a line feed `Ċ`.
 */
export const BYTE_CHARACTERS: readonly string[] = byteCharacters();

/** The byte of each of those characters. */
export const CHARACTER_BYTES: ReadonlyMap<string, number> = new Map(
  BYTE_CHARACTERS.map((character, byte) => [character, byte]),
);

function byteCharacters(): string[] {
  const isVisible = (byte: number) =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(isVisible(byte) ? byte : next++));
}

/** The bytes that a token stands for, or `undefined` when it is not written in this alphabet. */
export function bytesOf(token: string): Uint8Array | undefined {
  const bytes = new Uint8Array(token.length);
  for (let i = 0; i < token.length; i++) {
    const byte = CHARACTER_BYTES.get(token[i]!);
    if (byte === undefined) return undefined;
    bytes[i] = byte;
  }
  return bytes;
}
