// Compares byte pairs with @huggingface/tokenizers on the lines of a file: ids, decoded text, and the time of both.
// Ends with 1 when anything differs. Run after a build:
// node scripts/compare-bpe.mjs FILE [LINES]

import { readFileSync } from 'node:fs';
import { Tokenizer } from '@huggingface/tokenizers';
import { tokenizerConfig, tokenizerFromJSON, trainBpeTokenizer } from '../dist/index.js';

const [file, most = '10000'] = process.argv.slice(2);
if (!file || !/^[1-9]\d*$/.test(most)) {
  console.error(
    'Usage: node scripts/compare-bpe.mjs FILE [LINES], such as: node scripts/compare-bpe.mjs book.txt 10000',
  );
  process.exit(2);
}

const text = readFileSync(file, 'utf8');
const lines = text
  .split('\n')
  .filter((line) => line !== '')
  .slice(0, Number(most));
const megabytes = Buffer.byteLength(lines.join('')) / 1e6;
let differences = 0;

for (const pattern of ['gpt-2', 'gpt-4']) {
  for (const options of [{}, { normalize: 'nfc', lowercase: true }]) {
    // Half of the text, so that the other half has words that were never seen.
    const trained = trainBpeTokenizer([text.slice(0, text.length / 2)], {
      vocabularySize: 4000,
      pattern,
      ...options,
    });
    const json = JSON.stringify(trained);
    const ours = tokenizerFromJSON(JSON.parse(json));
    const theirs = new Tokenizer(JSON.parse(json), tokenizerConfig(trained));
    const times = { ours: 0, theirs: 0 };
    for (const line of lines) {
      const start = performance.now();
      const ids = ours.encode(line);
      const middle = performance.now();
      const expected = theirs.encode(line).ids;
      times.theirs += performance.now() - middle;
      times.ours += middle - start;
      const decoded = ours.decode(ids);
      const isSame = ids.length === expected.length && ids.every((id, i) => id === expected[i]);
      const isDecoded = decoded === theirs.decode(expected);
      const isWhole = options.lowercase || decoded === line.toWellFormed();
      if (isSame && isDecoded && isWhole) continue;
      differences++;
      console.log(`differs: ${JSON.stringify(line.slice(0, 100))}`);
    }
    const speed = (time) => `${((megabytes / time) * 1000).toFixed(1)} MB/s`;
    console.log(
      `${pattern} ${JSON.stringify(options)}: ${lines.length} lines, ${trained.vocabulary.size} tokens, ` +
        `here ${speed(times.ours)}, there ${speed(times.theirs)}`,
    );
  }
}
console.log(differences === 0 ? 'No line differs.' : `${differences} lines differ.`);
process.exitCode = differences === 0 ? 0 : 1;
