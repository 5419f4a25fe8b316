type Values = string | readonly number[] | Uint8Array | Uint32Array | Float32Array | Float64Array;

/** 64 bits that depend on every bit added and on the order: two 32-bit hashes in the manner of FNV-1a. */
export class Hash {
  #a = 0x811c9dc5;
  #b = 0x01234567;

  /** Numbers that are in no typed array must be integers below 2³². */
  add(values: Values): void {
    if (typeof values === 'string') {
      this.#word(values.length);
      for (let i = 0; i < values.length; i++) this.#word(values.charCodeAt(i));
      return;
    }
    this.#word(values.length);
    const words =
      values instanceof Float32Array || values instanceof Float64Array
        ? new Uint32Array(values.buffer, values.byteOffset, values.byteLength / 4)
        : values;
    for (let i = 0; i < words.length; i++) this.#word(words[i]!);
  }

  digest(): string {
    return [this.#a, this.#b].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
  }

  #word(word: number): void {
    this.#a = Math.imul(((this.#a << 13) | (this.#a >>> 19)) ^ word, 0x01000193);
    this.#b = Math.imul(((this.#b << 17) | (this.#b >>> 15)) ^ word, 0x85ebca6b);
  }
}
