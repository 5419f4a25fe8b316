import type { Hash } from 'node:crypto';
import { nodeModule } from '@rnnlab/shared';

/** Checksums in hexadecimal digits. */
export interface Checksums {
  readonly sha256: string;
  readonly md5: string | undefined;
}

/** Computes the checksums of bytes that come one after the other. */
export class Digests {
  readonly #sha256: Hash;
  readonly #md5: Hash | undefined;

  /** @param md5 Whether that one is wanted, too. */
  constructor(md5: boolean) {
    const { createHash } = nodeModule('node:crypto');
    this.#sha256 = createHash('sha256');
    this.#md5 = md5 ? createHash('md5') : undefined;
  }

  update(bytes: Uint8Array): void {
    this.#sha256.update(bytes);
    this.#md5?.update(bytes);
  }

  /** Ends the computation. */
  end(): Checksums {
    return { sha256: this.#sha256.digest('hex'), md5: this.#md5?.digest('hex') };
  }
}
