// Measures how fast the text readers stream, and in how much memory.
//
//   npm run build && node scripts/bench-readers.mjs [MB of each file, default 500] [a CSV file of your own]
//
// Writes the files to a temporary folder, one after the other, and deletes them. Each is read in a process of its own,
// row by row with `for await`, so that the memory printed is the peak of that reading: resident, Node included. Speeds
// are of the clock and of the processor: the second counts the time of all threads, those that collect garbage
// included, and is the same on a busy machine. Exits 1 if it is below 60 MB/s for CSV, or memory above 150 MB.
import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createGzip } from 'node:zlib';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

const SLOWEST = 60;
const LARGEST = 150;
const [mode, path] = process.argv.slice(2);
if (mode === '--read') await read(path, process.argv[4]);
else await main(Number(mode ?? 500), path);

/** In a process of its own. */
async function read(file, kind) {
  const { csv, jsonLines, textLines } = await import('../dist/index.js');
  const stream = {
    csv: () => csv(file, { header: false }),
    'csv, objects': () => csv(file),
    'csv, typed': () => csv(file, { types: { a: 'integer', b: 'number' } }),
    jsonl: () => jsonLines(file),
    text: () => textLines(file),
  }[kind]();
  const start = performance.now();
  const used = process.cpuUsage();
  let count = 0;
  for await (const _ of stream) count++;
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(used);
  const megabytes = (process.resourceUsage().maxRSS * 1024) / 1e6;
  console.log(JSON.stringify({ count, seconds, processor: (user + system) / 1e6, megabytes }));
}

async function main(megabytes, own) {
  const folder = await mkdtemp(join(tmpdir(), 'bench-readers-'));
  const gate = { passed: true };
  try {
    for (const { name, kinds, row, header = '', gzip = false, limits = {} } of await cases(own)) {
      const file = join(folder, name);
      await pipeline(
        rows(row, header, megabytes * 1e6),
        ...(gzip ? [createGzip({ level: 1 })] : []),
        createWriteStream(file),
      );
      const bytes = gzip ? megabytes * 1e6 : (await stat(file)).size;
      for (const kind of kinds) await measure(file, kind, name, bytes, limits, gate);
      await rm(file);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  if (!gate.passed) process.exitCode = 1;
}

async function measure(file, kind, name, bytes, limits, gate) {
  const script = fileURLToPath(import.meta.url);
  const { stdout } = await promisify(execFile)(process.execPath, [script, '--read', file, kind]);
  const { count, seconds, processor, megabytes } = JSON.parse(stdout);
  const [clock, speed] = [seconds, processor].map((time) => bytes / 1e6 / time);
  const good = speed >= (limits.speed ?? 0) && megabytes <= (limits.memory ?? Number.POSITIVE_INFINITY);
  if (!good) gate.passed = false;
  const figures = [
    `${clock.toFixed(0)} MB/s`,
    `${speed.toFixed(0)} MB/s of one core`,
    `${megabytes.toFixed(0)} MB of memory`,
  ];
  console.log(`${good ? 'good' : 'WRONG'}  ${name} as ${kind}: ${count} examples, ${figures.join(', ')}`);
}

async function cases(own) {
  const limits = { speed: SLOWEST, memory: LARGEST };
  const memory = { memory: LARGEST };
  const random = generator();
  const word = () =>
    random()
      .toString(36)
      .slice(2, 4 + Math.floor(random() * 8));
  const words = (count) => Array.from({ length: count }, word).join(' ');
  // A thousand different rows, again and again.
  const many = (make) => {
    const made = Array.from({ length: 1000 }, (_, i) => make(i));
    return (i) => made[i % made.length];
  };
  const found = [
    {
      name: 'prose.csv',
      kinds: ['csv'],
      row: many((i) => `${i % 14},${words(3)},${words(50)} é\n`),
      limits,
    },
    {
      name: 'unquoted.csv',
      kinds: ['csv', 'csv, objects', 'csv, typed'],
      header: 'a,b,c,d,e,f,g,h\n',
      row: many((i) => `${i},${random()},${Array.from({ length: 6 }, word).join()}\n`),
      limits,
    },
    {
      name: 'quoted.csv',
      kinds: ['csv', 'csv, objects'],
      header: 'a,b,c,d,e,f,g,h\n',
      row: many(
        (i) =>
          `${i},${random()},${Array.from({ length: 6 }, () => `"${word()}, ""${word()}""\n${word()}"`).join()}\n`,
      ),
      limits,
    },
    {
      name: 'prose.csv.gz',
      kinds: ['csv'],
      row: many((i) => `${i % 14},${words(3)},${words(50)}\n`),
      gzip: true,
      limits: memory,
    },
    {
      name: 'examples.jsonl',
      kinds: ['jsonl'],
      row: many(
        (i) => `${JSON.stringify({ label: i % 14, title: words(3), text: words(50), scores: [random()] })}\n`,
      ),
      limits: memory,
    },
    { name: 'lines.txt', kinds: ['text'], row: many(() => `${words(12)}\n`), limits: memory },
  ];
  if (own === undefined) return found;
  const content = await readFile(own, 'utf8');
  return [{ name: 'own.csv', kinds: ['csv'], row: () => content, limits }, ...found];
}

/** Rows until they have `bytes` in all, many at a time. */
function* rows(row, header, bytes) {
  let part = header;
  let written = 0;
  for (let i = 0; written < bytes; i++) {
    part += row(i);
    if (part.length < 1e6) continue;
    const buffer = Buffer.from(part);
    written += buffer.length;
    part = '';
    yield buffer;
  }
}

/** Random numbers from 0 to 1, always the same. */
function generator() {
  const state = xoroshiro128plus(1);
  return () => (state.next() >>> 0) / 2 ** 32;
}
