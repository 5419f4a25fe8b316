const encoder = new TextEncoder();
/** Below this, writing the bytes here is faster than a call into the engine. */
const SHORT = 24;

/** The bytes of a text as UTF-8; half a surrogate pair becomes U+FFFD, as it has no bytes. */
export function utf8(text: string): Uint8Array {
  if (text.length > SHORT) return encoder.encode(text);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) return encoder.encode(text);
    bytes[i] = unit;
  }
  return bytes;
}
