// Loads real files and compares counts, digests and single values with those that Python found in them (with its own
// gzip, csv and struct modules). Prints counts and times, and exits 1 if anything is wrong or too slow.
//
//   npm run build && node scripts/check-real-data.mjs FOLDER
//
// FOLDER has names/, mnist/, cifar10/, dbpedia/, star_trek/ and tinyshakespeare/ as the catalog's sources publish
// them, of CIFAR-10 the first batch, 2,000 images of the second and 1,000 of the test batch, of DBpedia 5,600 and 700
// rows. Each loads once, cold, as a first use does.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import {
  cifarBinary,
  classCounts,
  csv,
  idxImages,
  labelFolder,
  textLines,
  wholeText,
} from '../dist/index.js';

const folder = process.argv[2];
if (folder === undefined) {
  console.error('usage: node scripts/check-real-data.mjs FOLDER');
  process.exit(2);
}

const sha256 = (data) => createHash('sha256').update(data).digest('hex');
const perClass = (images) => [...classCounts(images, ({ label }) => label).values()];
let wrong = 0;

/** Loads, and compares what `facts` gives with what is expected. */
async function check(name, { seconds, load, facts, expected }) {
  const start = performance.now();
  const loaded = await load();
  const took = (performance.now() - start) / 1000;
  const found = await facts(loaded);
  const faults = Object.keys(expected).filter(
    (fact) => JSON.stringify(found[fact]) !== JSON.stringify(expected[fact]),
  );
  const late = seconds !== undefined && took > seconds;
  console.log(
    `${faults.length > 0 || late ? 'WRONG' : 'right'}  ${name}: ${found.count}, ${took.toFixed(3)} s${seconds === undefined ? '' : ` (at most ${seconds})`}`,
  );
  for (const fact of faults) {
    console.log(
      `       ${fact}: expected ${JSON.stringify(expected[fact])}, found ${JSON.stringify(found[fact])}`,
    );
  }
  if (faults.length > 0 || late) wrong++;
}

const imageFacts = (images) => ({
  count: images.length,
  size: [images.channels, images.height, images.width],
  pixels: sha256(images.pixels),
  labels: sha256(images.labels),
  firstLabels: [...images.labels.subarray(0, 8)],
  perClass: perClass(images),
});

const mnist = (part) => () =>
  idxImages(
    join(folder, `mnist/${part}-images-idx3-ubyte.gz`),
    join(folder, `mnist/${part}-labels-idx1-ubyte.gz`),
  );

await check('MNIST, training', {
  seconds: 0.5,
  load: mnist('train'),
  facts: (images) => ({
    ...imageFacts(images),
    // Row 5, columns 12 and 13, and row 14, column 14 of the first image.
    first: [5 * 28 + 12, 5 * 28 + 13, 14 * 28 + 14].map((at) => images.at(0).pixels[at]),
    firstSum: images.at(0).pixels.reduce((sum, pixel) => sum + pixel, 0),
  }),
  expected: {
    count: 60000,
    size: [1, 28, 28],
    pixels: '741c988805d008ac6e4c904b69001ba184c24b2c540a4ef403f4c71b676cf757',
    labels: '1feba77c54802fa5339a11837ea4b2866434b83314ec45192930f1df69120c13',
    firstLabels: [5, 0, 4, 1, 9, 2, 1, 3],
    perClass: [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949],
    first: [3, 18, 240],
    firstSum: 27525,
  },
});
await check('MNIST, test', {
  load: mnist('t10k'),
  facts: imageFacts,
  expected: {
    count: 10000,
    size: [1, 28, 28],
    pixels: '6d87418db22cc8025d05968bec9bd5c3932904b23485740db143a061a2c9d161',
    labels: 'ddeff807876a9661a1110d45c266c86239a3a1b7d37da0c3716a7a683c852ff5',
    firstLabels: [7, 2, 1, 0, 4, 1, 4, 9],
    perClass: [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009],
  },
});

const cifar =
  (...files) =>
  () =>
    cifarBinary(files.map((file) => join(folder, 'cifar10', file)));

await check('CIFAR-10, first batch', {
  seconds: 0.2,
  load: cifar('data_batch_1.bin'),
  facts: (images) => ({
    ...imageFacts(images),
    // The first three values of red and of green.
    red: [...images.at(0).pixels.subarray(0, 3)],
    green: [...images.at(0).pixels.subarray(1024, 1027)],
    names: [0, 1, 2].map((image) => images.classes[images.at(image).label]),
  }),
  expected: {
    count: 10000,
    size: [3, 32, 32],
    pixels: 'a50e8b48728e1667d682a807155c375279d5ae321fb12242c02e3104a6bc8b21',
    labels: 'd829dbdf32167c9d7b3687cee66d92d80d46c441308b5aca0d11e8b69e27dac9',
    firstLabels: [6, 9, 9, 4, 1, 1, 2, 7],
    perClass: [1005, 974, 1032, 1016, 999, 937, 1030, 1001, 1025, 981],
    red: [59, 43, 50],
    green: [62, 46, 48],
    names: ['frog', 'truck', 'truck'],
  },
});
await check('CIFAR-10, 2,000 of the second batch', {
  load: cifar('data_batch_2_first2000.bin'),
  facts: imageFacts,
  expected: {
    count: 2000,
    pixels: '0ac51ab8228f138da8071f3a3d5caa0ad50b86691706b359d74d341cf0b4b63e',
    labels: 'bd17163dd9181061454875f774c6b852782ed8653bc66ed62862ce87861ad272',
    perClass: [207, 190, 188, 208, 194, 212, 204, 209, 202, 186],
  },
});
await check('CIFAR-10, 1,000 of the test batch', {
  load: cifar('test_batch_first1000.bin'),
  facts: imageFacts,
  expected: {
    count: 1000,
    pixels: 'f167149948fc8fe0b9a76ba86421e987817f98b63761ba9415c5d42664d51f03',
    labels: '636a087e604331a0b9dafc94b6e9ade0c9cec72c4400d12473ccdb3e264474c1',
    perClass: [103, 89, 100, 103, 90, 86, 112, 102, 106, 109],
  },
});
await check('CIFAR-10, three files as one', {
  load: cifar('data_batch_1.bin', 'data_batch_2_first2000.bin', 'test_batch_first1000.bin'),
  facts: (images) => ({ count: images.length, at: [0, 10000, 12000].map((image) => images.at(image).label) }),
  expected: { count: 13000, at: [6, 1, 3] },
});

const dbpedia = (part) => () =>
  csv(join(folder, `dbpedia/${part}_medium.csv`), {
    header: false,
    columns: ['label', 'title', 'text'],
    types: { label: 'integer' },
  }).toDataset();
const dbpediaFacts = (rows) => ({
  count: rows.length,
  cells: sha256([...rows].map(({ label, title, text }) => [label, title, text].join('\x1e')).join('\x1f')),
  perClass: perClass(rows),
});

await check('DBpedia, training', {
  load: dbpedia('train'),
  facts: dbpediaFacts,
  expected: {
    count: 5600,
    cells: 'de26cf8c3d19e76621d2c0aad60787495f105384c2ca93f054b4b33cc50c0925',
    perClass: Array(14).fill(400),
  },
});
await check('DBpedia, test', {
  load: dbpedia('test'),
  facts: dbpediaFacts,
  expected: {
    count: 700,
    cells: '9f60083598577bbc24b5f3ca716ce529b24023ca7f2d7bbabc9d05ae4db2be71',
    perClass: Array(14).fill(50),
  },
});

/** A row is a scene and a cell a line of it; the rest of a row is empty, and a cell says that an episode ends. */
const scripts = (file) => () =>
  csv(join(folder, 'star_trek', file), { header: false, ragged: 'accept' }).toDataset();
const scriptFacts = (scenes) => {
  const lines = [...scenes].flat().filter((cell) => cell.length > 1 && cell !== 'NEXTEPISODE');
  return {
    count: lines.length,
    scenes: scenes.length,
    characters: lines.join('').length,
    alphabet: new Set(lines.join('')).size,
    lines: sha256(lines.join('\n')),
  };
};

await check('Star Trek, quoted CSV', {
  load: scripts('star_trek_transcripts_all_episodes.csv'),
  facts: scriptFacts,
  expected: {
    count: 36339,
    scenes: 2869,
    characters: 2633948,
    alphabet: 79,
    lines: '482eeae0a5212e4022f2f50b973db530f56e4f5371656f4879fccdde329596de',
  },
});
await check('Star Trek, ragged rows', {
  load: scripts('data_filtered.csv'),
  facts: scriptFacts,
  expected: {
    count: 60084,
    scenes: 2869,
    characters: 2341799,
    alphabet: 74,
    lines: '2f05e1653d54b90b763ac3c20866eb04875f2c3a814c7798ee4b6b73b51f2ff1',
  },
});
await check('Tiny Shakespeare, as one text', {
  load: () => wholeText(join(folder, 'tinyshakespeare/input.txt')),
  facts: (text) => ({ count: text.length, text: sha256(text) }),
  expected: {
    count: 1115394,
    text: '86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed',
  },
});
await check('Tiny Shakespeare, by lines', {
  load: () => textLines(join(folder, 'tinyshakespeare/input.txt'), { blank: true }).toArray(),
  facts: (lines) => ({ count: lines.length, filled: lines.filter((line) => line.trim() !== '').length }),
  expected: { count: 40000, filled: 32777 },
});
await check('Names', {
  load: () => labelFolder(join(folder, 'names')),
  facts: (names) => ({
    count: names.length,
    classes: classCounts(names, ({ label }) => label).size,
    names: sha256([...names].map(({ text, label }) => `${label}\t${text}\n`).join('')),
  }),
  expected: {
    count: 20074,
    classes: 18,
    names: '51e02e8145757911b5d9cd09f688d6512b39ad85d80bf354bc59cf3e70fbae5b',
  },
});

if (wrong > 0) {
  console.log(`${wrong} wrong or too slow.`);
  process.exitCode = 1;
}
