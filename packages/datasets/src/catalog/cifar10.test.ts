import { gzipSync } from 'node:zlib';
import { packTar } from 'modern-tar';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../test/temporary-folder.js';
import { cifar10 } from './cifar10.js';

/** A file of one image with this label. */
const batch = (label: number) => Uint8Array.from({ length: 3073 }, (_, i) => (i === 0 ? label : i % 251));
const FILES = Object.fromEntries([
  ...[1, 2, 3, 4, 5].map((number) => [`data_batch_${number}.bin`, batch(number)] as const),
  ['test_batch.bin', batch(0)] as const,
]);

describe('cifar10', () => {
  it('reads the files of a folder', async () => {
    const folder = await temporaryFolder(FILES);
    const train = await cifar10({ folder });
    expect([...train.labels]).toEqual([1, 2, 3, 4, 5]);
    expect([train.channels, train.height, train.width]).toEqual([3, 32, 32]);
    expect(train.at(4).pixels).toEqual(batch(5).subarray(1));
    expect(train.classes?.[3]).toBe('cat');
    expect([...(await cifar10({ folder, batches: [4, 2] })).labels]).toEqual([4, 2]);
    expect([...(await cifar10({ folder, split: 'test' })).labels]).toEqual([0]);
  });

  it('reads its archive in a folder', async () => {
    const entries = Object.entries(FILES).map(([name, body]) => ({
      header: { name: `cifar-10-batches-bin/${name}`, size: body.length },
      body,
    }));
    const folder = await temporaryFolder({ 'cifar-10-binary.tar.gz': gzipSync(await packTar(entries)) });
    expect([...(await cifar10({ folder })).labels]).toEqual([1, 2, 3, 4, 5]);
  });

  it('needs only the batches that are asked for, and names the first that is missing', async () => {
    const folder = await temporaryFolder({ 'data_batch_1.bin': batch(1) });
    expect(await cifar10({ folder, batches: [1] })).toHaveLength(1);
    await expect(cifar10({ folder })).rejects.toThrow(
      /^There is no data_batch_2\.bin or cifar-10-binary\.tar\.gz/,
    );
  });

  it.each([[[]], [[0]], [[1, 1]], ['1'], [[1.5]]])('refuses the batches %j', async (batches) => {
    await expect(cifar10({ batches: batches as number[] })).rejects.toThrow(
      /batches of cifar10 is .*: expected different numbers from 1 to 5/,
    );
  });
});
