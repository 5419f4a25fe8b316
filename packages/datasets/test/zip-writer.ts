import { crc32, deflateRawSync } from 'node:zlib';

/** One entry, and what is to be wrong about it. */
export interface ZipEntrySpec {
  readonly name: string | Uint8Array;
  readonly content?: Uint8Array | string;
  /** 0: stored, 8: deflate. Default: 8. */
  readonly method?: number;
  /** Write sizes and place in 64 bits. */
  readonly zip64?: boolean;
  /** Write the sizes after the content only. */
  readonly descriptor?: boolean;
  readonly flags?: number;
  /** The type and permissions of Unix: `0o120777` for a link. */
  readonly mode?: number;
  /** What the archive claims instead of the truth. */
  readonly claim?: {
    readonly unpacked?: number;
    readonly packed?: number;
    readonly crc?: number;
    readonly offset?: number;
    readonly localName?: string;
  };
}

/** A zip archive, right but for what `entries` ask for. */
export function zip(
  entries: readonly ZipEntrySpec[],
  options: { readonly comment?: string; readonly zip64?: boolean; readonly count?: number } = {},
): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  const add = (part: Uint8Array) => {
    parts.push(part);
    at += part.length;
  };
  for (const entry of entries) {
    const offset = at;
    const bytes = toBytes(entry.content ?? '');
    const method = entry.method ?? 8;
    const data = method === 8 ? deflateRawSync(bytes) : bytes;
    const name = toBytes(entry.name);
    const flags =
      (entry.flags ?? 0) | (entry.descriptor ? 8 : 0) | (typeof entry.name === 'string' ? 0x800 : 0);
    const { claim } = entry;
    const sizes = { crc: crc32(bytes), packed: data.length, unpacked: bytes.length, offset, ...claim };
    const local = entry.descriptor ? { ...sizes, crc: 0, packed: 0, unpacked: 0 } : sizes;
    add(header(claim?.localName === undefined ? name : toBytes(claim.localName), flags, method, local));
    add(data);
    if (entry.descriptor)
      add(numbers([4, 0x08074b50], [4, sizes.crc], [4, sizes.packed], [4, sizes.unpacked]));
    directory.push(record(entry, name, flags, method, sizes));
  }
  const start = at;
  for (const part of directory) add(part);
  const [length, count] = [at - start, options.count ?? entries.length];
  if (options.zip64) {
    const end64 = at;
    add(
      numbers(
        [4, 0x06064b50],
        [8, 44],
        [2, 45],
        [2, 45],
        [4, 0],
        [4, 0],
        [8, count],
        [8, count],
        [8, length],
        [8, start],
      ),
    );
    add(numbers([4, 0x07064b50], [4, 0], [8, end64], [4, 1]));
  }
  const fit = (size: number, value: number) => [size, options.zip64 ? 2 ** (8 * size) - 1 : value] as const;
  const comment = toBytes(options.comment ?? '');
  add(
    numbers([4, 0x06054b50], [2, 0], [2, 0], fit(2, count), fit(2, count), fit(4, length), fit(4, start), [
      2,
      comment.length,
    ]),
  );
  add(comment);
  return Buffer.concat(parts);
}

interface Sizes {
  readonly crc: number;
  readonly packed: number;
  readonly unpacked: number;
  readonly offset: number;
}

function header(
  name: Uint8Array,
  flags: number,
  method: number,
  { crc, packed, unpacked }: Sizes,
): Uint8Array {
  const fixed = numbers(
    [4, 0x04034b50],
    [2, 20],
    [2, flags],
    [2, method],
    [4, 0],
    [4, crc],
    [4, packed],
    [4, unpacked],
  );
  return Buffer.concat([fixed, numbers([2, name.length], [2, 0]), name]);
}

function record(
  entry: ZipEntrySpec,
  name: Uint8Array,
  flags: number,
  method: number,
  sizes: Sizes,
): Uint8Array {
  const { zip64 } = entry;
  const fit = (value: number) => [4, zip64 ? 0xffffffff : value] as const;
  const extra = zip64
    ? numbers(
        [2, 0x7777],
        [2, 1],
        [1, 0],
        [2, 1],
        [2, 24],
        [8, sizes.unpacked],
        [8, sizes.packed],
        [8, sizes.offset],
      )
    : new Uint8Array();
  const fixed = numbers(
    ...([
      [4, 0x02014b50],
      [1, 20],
      [1, entry.mode === undefined ? 0 : 3],
      [2, 20],
      [2, flags],
      [2, method],
      [4, 0],
    ] as const),
    ...([
      [4, sizes.crc],
      fit(sizes.packed),
      fit(sizes.unpacked),
      [2, name.length],
      [2, extra.length],
      [2, 0],
    ] as const),
    ...([[2, 0], [2, 0], [4, (entry.mode ?? 0) * 0x10000], fit(sizes.offset)] as const),
  );
  return Buffer.concat([fixed, name, extra]);
}

/** Little-endian numbers, each with its size in bytes. */
function numbers(...list: readonly (readonly [size: number, value: number])[]): Uint8Array {
  const bytes: number[] = [];
  for (const [size, value] of list) {
    let rest = BigInt(value);
    for (let i = 0; i < size; i++, rest >>= 8n) bytes.push(Number(rest & 0xffn));
  }
  return Uint8Array.from(bytes);
}

function toBytes(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : content;
}
