/** One file or folder in an archive. */
export interface ArchiveEntry {
  /** Relative, with `/` between its parts, and safe: it leads nowhere but into the archive's folder. */
  readonly path: string;
  readonly kind: 'file' | 'folder';
  /** The length of a file; 0 for a folder, undefined where only reading tells. */
  readonly bytes: number | undefined;
  /**
   * The bytes of a file in chunks, read once and before the next entry is asked for. Throws a DatasetError if
   * they are damaged, or more than the archive says or the limits allow.
   */
  content(): AsyncIterable<Uint8Array>;
}
