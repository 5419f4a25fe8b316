// Prints how fast each tokenizer encodes a file, in megabytes of UTF-8 per second, on one core. Run after a build:
// node scripts/bench.mjs FILE [RUNS]

import { readFileSync } from 'node:fs';
import {
  byteTokenizer,
  CLEAN_TEXT,
  trainBpeTokenizer,
  trainCharacterTokenizer,
  trainWordTokenizer,
} from '../dist/index.js';

const [file, runs = '9'] = process.argv.slice(2);
if (!file || !/^[1-9]\d*$/.test(runs)) {
  console.error('Usage: node scripts/bench.mjs FILE [RUNS], such as: node scripts/bench.mjs book.txt 9');
  process.exit(2);
}

const text = readFileSync(file, 'utf8');
const megabytes = Buffer.byteLength(text) / 1e6;
// A corpus comes as one text or as many; lines also show what a call costs.
const shapes = { whole: [text], lines: text.split('\n').map((line) => `${line}\n`) };

const normalizations = {
  plain: {},
  lower: { lowercase: true },
  nfc: { normalize: 'nfc' },
  'ascii, lower': { normalize: 'nfd-ascii', lowercase: true },
  'clean, lower': { keep: CLEAN_TEXT, lowercase: true },
};
const kinds = {
  character: trainCharacterTokenizer,
  word: (texts, options) => trainWordTokenizer(texts, { ...options, vocabularySize: 20_000 }),
  byte: (_, options) => byteTokenizer(options),
  pairs: (texts, options) => trainBpeTokenizer(texts, { ...options, vocabularySize: 8000 }),
};

function median(run) {
  const times = Array.from({ length: Number(runs) }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[times.length >> 1];
}

const row = (cells) =>
  console.log(cells.map((cell, i) => (i < 2 ? cell.padEnd(14) : cell.padStart(10))).join(' '));

console.log(`${file}: ${megabytes.toFixed(2)} MB; MB/s, median of ${runs} runs; pairs learnt in seconds`);
row(['tokenizer', 'normalization', 'whole', 'lines', 'decode', 'training']);
for (const [kind, make] of Object.entries(kinds)) {
  for (const [name, options] of Object.entries(normalizations)) {
    const start = performance.now();
    const tokenizer = make([text], options);
    const seconds = (performance.now() - start) / 1000;
    const speed = (run) => ((megabytes / median(run)) * 1000).toFixed(1);
    const encode = (texts) => speed(() => texts.forEach((one) => void tokenizer.encode(one)));
    const ids = tokenizer.encode(text);
    const decoded = speed(() => tokenizer.decode(ids));
    row([kind, name, encode(shapes.whole), encode(shapes.lines), decoded, `${seconds.toFixed(2)} s`]);
  }
}
