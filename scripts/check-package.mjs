// Checks a package as a stranger gets it: packs it, installs the tarball in an empty folder outside the repository, and
// looks at what came. Build first, then, in the root folder:
//
//   node scripts/check-package.mjs tokenizers --example packages/tokenizers/scripts/example.ts
//
// Options: --example FILE (.mjs, .cjs or .ts, run there; may be repeated), --max-megabytes 5 (on disk, with all
// dependencies), --max-import-ms 100 (median of fresh processes), --runs 9, --browser (bundle it for a page).
// Ends with 1 when a check fails.

import { execFile } from 'node:child_process';
import { copyFile, lstat, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { gzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = promisify(execFile);
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    example: { type: 'string', multiple: true, default: [] },
    'max-megabytes': { type: 'string', default: '5' },
    'max-import-ms': { type: 'string', default: '100' },
    runs: { type: 'string', default: '9' },
    browser: { type: 'boolean', default: false },
  },
});
const limits = Object.fromEntries(
  ['max-megabytes', 'max-import-ms', 'runs'].map((name) => [name, Number(options[name])]),
);
if (positionals.length !== 1 || Object.values(limits).some((limit) => !(limit > 0))) {
  console.error('Usage: node scripts/check-package.mjs PACKAGE [--example FILE] [--max-megabytes 5] …');
  process.exit(2);
}

let failures = 0;

/** Prints a line with what was found, and counts what is wrong. */
function report(isGood, what, found) {
  if (!isGood) failures++;
  console.log(`${isGood ? 'ok  ' : 'FAIL'}  ${what.padEnd(28)} ${found}`);
}

/** Runs a check that throws when something is wrong. */
async function attempt(what, check) {
  try {
    report(true, what, await check());
  } catch (error) {
    report(
      false,
      what,
      `\n${error.stdout ?? ''}${error.stderr ?? ''}${error.stdout ? '' : (error.stack ?? error)}`,
    );
  }
}

const readJson = async (path) => JSON.parse(await readFile(path, 'utf8'));
const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];

/** The manifests of all packages of this repository, by name. */
async function workspaces() {
  const folders = (await readdir(join(root, 'packages'))).map((name) => join(root, 'packages', name));
  const found = await Promise.all(
    folders.map(async (folder) => ({ folder, manifest: await readJson(join(folder, 'package.json')) })),
  );
  return new Map(found.map((one) => [one.manifest.name, one]));
}

/** A package and those of ours that it needs: they may not be published yet. */
function withOurs(name, all, seen = new Set()) {
  if (!all.has(name) || seen.has(name)) return seen;
  seen.add(name);
  for (const needed of Object.keys(all.get(name).manifest.dependencies ?? {})) withOurs(needed, all, seen);
  return seen;
}

/** Every file under a folder, links not followed. */
async function* filesUnder(folder) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesUnder(path);
    else yield path;
  }
}

async function checkContents(modules) {
  const native = [];
  const scripts = [];
  let bytes = 0;
  let onDisk = 0;
  let packages = 0;
  for await (const file of filesUnder(modules)) {
    const { size, blocks } = await lstat(file);
    bytes += size;
    onDisk += blocks * 512 || size;
    if (/\.(node|so|dylib|dll)$/.test(file) || basename(file) === 'binding.gyp') native.push(file);
    // A manifest deep inside a package only says how its files are read.
    if (/node_modules[\\/](@[^\\/]+[\\/])?[^\\/]+[\\/]package\.json$/.test(file)) {
      packages++;
      const { name, scripts: all = {} } = await readJson(file);
      for (const hook of ['preinstall', 'install', 'postinstall'])
        if (all[hook]) scripts.push(`${name}: ${hook}`);
    }
  }
  report(native.length === 0, 'no native module', native.join(', ') || `${packages} packages`);
  report(scripts.length === 0, 'no install script', scripts.join(', ') || `${packages} packages`);
  const megabytes = (number) => `${(number / 1e6).toFixed(2)} MB`;
  const limit = limits['max-megabytes'];
  report(
    onDisk <= limit * 1e6,
    `at most ${limit} MB`,
    `${megabytes(onDisk)} on disk, ${megabytes(bytes)} of files`,
  );
}

async function checkImport(folder, name) {
  const file = join(folder, 'time.mjs');
  const code = `const start = performance.now();\nawait import('${name}');\nconsole.log(performance.now() - start);\n`;
  await writeFile(file, code);
  const times = [];
  for (let i = 0; i < limits.runs; i++) {
    times.push(Number((await run(process.execPath, [file], { cwd: folder })).stdout));
  }
  const limit = limits['max-import-ms'];
  const found = `median ${median(times).toFixed(1)} ms, best ${Math.min(...times).toFixed(1)} ms of ${limits.runs}`;
  report(median(times) <= limit, `import in at most ${limit} ms`, found);
}

async function checkModules(folder, name) {
  const list = `console.log(JSON.stringify(Object.keys(api).filter((key) => !/^(default|module\\.exports|__esModule)$/.test(key)).sort()))`;
  await writeFile(join(folder, 'list.mjs'), `import * as api from '${name}';\n${list};\n`);
  await writeFile(join(folder, 'list.cjs'), `const api = require('${name}');\n${list};\n`);
  const names = async (file) => JSON.parse((await run(process.execPath, [file], { cwd: folder })).stdout);
  let exported = [];
  await attempt('ES module', async () => {
    exported = await names('list.mjs');
    if (exported.length === 0) throw new Error('It exports nothing.');
    return `${exported.length} names`;
  });
  await attempt('CommonJS', async () => {
    const required = await names('list.cjs');
    if (required.join() !== exported.join())
      throw new Error(`require gives other names: ${required.join(', ')}`);
    return `${required.length} names`;
  });
  return exported;
}

/** Compiles one file strictly, with the types of the browser and the package only. */
async function compile(folder, file, settings) {
  const compilerOptions = {
    strict: true,
    target: 'es2022',
    lib: ['es2023', 'dom', 'dom.iterable'],
    types: [],
    ...settings,
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [file] }));
  await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '--pretty', 'false'], {
    cwd: folder,
  });
}

async function checkTypes(folder, name, exported) {
  const uses = `import { ${exported.join(', ')} } from '${name}';\nexport const all: unknown[] = [${exported.join(', ')}];\n`;
  await writeFile(join(folder, 'types.mts'), uses);
  await writeFile(join(folder, 'types.cts'), uses);
  const settings = {
    'node, ES module': ['types.mts', { module: 'nodenext' }],
    'node, CommonJS': ['types.cts', { module: 'nodenext' }],
    bundler: ['types.mts', { module: 'esnext', moduleResolution: 'bundler' }],
  };
  for (const [setting, [file, more]] of Object.entries(settings)) {
    await attempt(`TypeScript, ${setting}`, async () => {
      await compile(folder, file, { noEmit: true, ...more });
      return 'no errors';
    });
  }
}

async function runExample(folder, example) {
  await attempt(`example ${basename(example)}`, async () => {
    const copy = `example${extname(example).replace('.ts', '.mts')}`;
    await copyFile(resolve(example), join(folder, copy));
    if (copy.endsWith('.mts')) await compile(folder, copy, { module: 'nodenext' });
    const { stdout } = await run(process.execPath, [copy.replace('.mts', '.mjs')], { cwd: folder });
    return `\n${stdout.trimEnd().replace(/^/gm, '      ')}`;
  });
}

async function checkBrowser(folder, name) {
  await attempt('bundle for a page', async () => {
    const require = createRequire(import.meta.resolve('tsup'));
    const { build } = require('esbuild');
    const { outputFiles } = await build({
      stdin: { contents: `export * from '${name}';`, resolveDir: folder },
      bundle: true,
      minify: true,
      write: false,
      format: 'esm',
      platform: 'browser',
      logLevel: 'silent',
    });
    const [{ contents }] = outputFiles;
    return `${(contents.length / 1e3).toFixed(1)} kB, ${(gzipSync(contents).length / 1e3).toFixed(1)} kB gzipped`;
  });
}

const all = await workspaces();
const name = [positionals[0], `@rnnlab/${positionals[0]}`].find((candidate) => all.has(candidate));
if (!name) {
  console.error(`There is no package ${positionals[0]}; expected one of ${[...all.keys()].join(', ')}.`);
  process.exit(2);
}

const folder = await mkdtemp(join(tmpdir(), 'check-package-'));
try {
  const app = join(folder, 'app');
  await mkdir(app);
  await writeFile(join(app, 'package.json'), '{ "private": true }\n');
  const tarballs = [];
  for (const one of withOurs(name, all)) {
    const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
    const [packed] = JSON.parse((await run(npm, args, { cwd: all.get(one).folder })).stdout);
    tarballs.push(join(folder, packed.filename));
    console.log(`${packed.id}: ${packed.entryCount} files, ${(packed.size / 1e3).toFixed(1)} kB packed`);
  }
  await run(npm, ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...tarballs], { cwd: app });
  console.log(`Node ${process.version}`);
  await checkContents(join(app, 'node_modules'));
  await checkImport(app, name);
  const exported = await checkModules(app, name);
  await checkTypes(app, name, exported);
  for (const example of options.example) await runExample(app, example);
  if (options.browser) await checkBrowser(app, name);
} finally {
  await rm(folder, { recursive: true, force: true });
}
console.log(failures === 0 ? 'All is well.' : `${failures} checks failed.`);
process.exitCode = failures === 0 ? 0 : 1;
