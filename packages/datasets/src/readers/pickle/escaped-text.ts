const ESCAPES: Readonly<Record<string, number>> = {
  n: 10,
  r: 13,
  t: 9,
  a: 7,
  b: 8,
  f: 12,
  v: 11,
  '\\': 92,
  "'": 39,
  '"': 34,
};

/** A string literal of Python 2 in its quotes, of the opcode STRING; undefined if it is none. */
export function unquoteBytes(literal: Uint8Array): Uint8Array | undefined {
  const quote = literal[0];
  if (literal.length < 2 || (quote !== 39 && quote !== 34) || literal.at(-1) !== quote) return undefined;
  const text = latin1(literal.subarray(1, -1));
  const bytes: number[] = [];
  const part = /\\(?:x([0-9a-fA-F]{2})|([0-7]{1,3})|([nrtabfv\\'"]))|([^\\])/gy;
  while (part.lastIndex < text.length) {
    const match = part.exec(text);
    if (match === null) return undefined;
    const [, hex, octal, letter, plain] = match;
    if (hex !== undefined) bytes.push(Number.parseInt(hex, 16));
    else if (octal !== undefined) bytes.push(Number.parseInt(octal, 8) & 255);
    else bytes.push(letter === undefined ? plain!.charCodeAt(0) : ESCAPES[letter]!);
  }
  return Uint8Array.from(bytes);
}

/** The text of the opcode UNICODE: Latin-1 with `\u1234` and `\U00012345`; undefined if an escape is none. */
export function unescapeText(line: Uint8Array): string | undefined {
  let valid = true;
  const text = latin1(line).replace(/\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})|\\[uU]/g, (_, short, long) => {
    const code = Number.parseInt(short ?? long ?? '', 16);
    if (code <= 0x10ffff) return String.fromCodePoint(code);
    valid = false;
    return '';
  });
  return valid ? text : undefined;
}

/** Each byte as the character of its number. */
export function latin1(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 8192) {
    parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  }
  return parts.join('');
}

/** Each character as the byte of its number; undefined if one is no byte. */
export function latin1Bytes(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 255) return undefined;
    bytes[i] = code;
  }
  return bytes;
}
