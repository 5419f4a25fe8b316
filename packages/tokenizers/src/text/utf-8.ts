const encoder = new TextEncoder();

/** The bytes of a text as UTF-8; half a surrogate pair becomes U+FFFD, as it has no bytes. */
export const utf8 = (text: string): Uint8Array => encoder.encode(text);
