/** What the tests use of the library, which comes without types. */
declare module 'opentype.js' {
  interface Font {
    /** Pixels that a text takes at a size in pixels. */
    getAdvanceWidth(text: string, size: number, options: { kerning: boolean }): number;
  }
  const opentype: { parse(font: ArrayBuffer): Font };
  export default opentype;
}
