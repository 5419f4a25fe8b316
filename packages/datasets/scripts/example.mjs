// What a stranger writes first: run by the check of the packed package.
import { names, split } from '@rnnlab/datasets';

const [train, test] = split(names(), { fractions: [0.9, 0.1], seed: 1, by: ({ text }) => text });
let batches = 0;
for (const batch of train.shuffle({ seed: 2 }).batch(32)) {
  batches++;
  if (batches === 1) console.log(batch.length, batch[0]);
}
console.log(`${train.length} + ${test.length} names, ${batches} batches`);
