import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chunkedSource } from '../../test/chunked-source.js';
import { ByteReader } from './byte-stream.js';

const data = Uint8Array.from({ length: 200 }, (_, i) => i);

it('takes any amounts from chunks of any size', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 300 }), fc.array(fc.nat(60)), async (size, counts) => {
      const source = chunkedSource(data, size);
      const reader = new ByteReader(source.stream());
      let at = 0;
      for (const count of counts) {
        expect(await reader.take(count)).toEqual(data.subarray(at, at + count));
        at = Math.min(200, at + count);
        expect(await reader.ended()).toBe(at === 200);
      }
      await reader.close();
      expect(source.open).toBe(0);
    }),
  );
});

it('copies nothing that is in one chunk', async () => {
  const reader = new ByteReader(chunkedSource(data, 1000).stream());
  await reader.take(3);
  expect((await reader.take(100)).buffer).toBe(data.buffer);
});

it('does not believe in a size before it has arrived', async () => {
  const reader = new ByteReader(chunkedSource(data, 10).stream());
  const taken = await reader.take(2 ** 40);
  expect(taken).toEqual(data);
});

it('takes more than it allocates at first', async () => {
  const chunk = new Uint8Array(2 ** 24).fill(7);
  const five = (async function* () {
    for (let i = 0; i < 5; i++) yield chunk;
  })();
  const taken = await new ByteReader(five).take(5 * 2 ** 24 - 1);
  expect(taken.length).toBe(5 * 2 ** 24 - 1);
  expect([taken[0], taken.at(-1)]).toEqual([7, 7]);
});
