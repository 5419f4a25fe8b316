import { expect, test } from 'vitest';
import { cases } from './cases.js';
import { agreements } from './torch-agreement.js';
import { prepare, readWorkload, withWorkloadFolder } from './workload.js';

const adam = { optimizer: { type: 'adam' }, learningRate: 0.001, batches: 3 } as const;

test('batches hold ids and classes that the model has, and full lengths', () => {
  const { data } = prepare({ ...cases[0]!, ...adam });
  expect(data).toHaveLength(3);
  for (const { ids, lengths, targets } of data) {
    expect(ids).toHaveLength(32 * 12);
    expect([Math.min(...ids!) >= 0, Math.max(...ids!) < 57]).toEqual([true, true]);
    expect([...lengths!]).toEqual(new Array(32).fill(12));
    expect([Math.min(...targets!) >= 0, Math.max(...targets!) < 18]).toEqual([true, true]);
  }
});

test('padded examples have different lengths, of which one is full', () => {
  const { data } = prepare({ ...cases[0]!, ...adam, padded: true });
  for (const { lengths } of data) {
    expect([Math.min(...lengths!) >= 1, Math.max(...lengths!)]).toEqual([true, 12]);
    expect(new Set(lengths).size).toBeGreaterThan(1);
  }
});

test('what is read from the folder is what was written, and the folder goes away', async () => {
  const cnn = agreements().find(({ model }) => model === 'cnn')!;
  const workload = prepare(cnn);
  let path = '';
  const read = await withWorkloadFolder(workload, (folder) => {
    path = folder;
    return readWorkload(folder);
  });
  expect(read).toEqual(workload);
  await expect(readWorkload(path)).rejects.toThrow('ENOENT');
});

test('the same workload has the same numbers, another seed has others', () => {
  const of = (seed: number) => prepare({ ...cases[0]!, ...adam }, seed).weights;
  expect(of(1)).toEqual(of(1));
  expect(of(1)).not.toEqual(of(2));
});
