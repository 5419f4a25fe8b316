// Follows the table "How to add…" of CONTRIBUTING.md in a copy of the repository: writes each definition of
// contributing/additions.mjs into the file that the table names, and its line into the registry that the table names, formats and
// checks that as a contributor would, and runs contributing/additions.test.ts, which uses what was added:
//
//   node scripts/check-contributing.mjs [--keep]
//
// It ends with 1 when something is wrong. With --keep the copy is kept.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { additions } from './contributing/additions.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The rows of the table, by their first column: the path of the definition, the registry and its path. */
function readTable(markdown) {
  const section = markdown.split('## How to add…\n')[1]?.split('\n## ')[0] ?? '';
  const rows = new Map();
  let above = '';
  for (const line of section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)) {
    const [name, definition, registered, mark] = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    if (!name.startsWith('–')) above = name;
    const found = /^(?:`(\w+)`|an export) in `([^`]+)`$/.exec(registered);
    if (!found)
      throw new Error(
        `The row ${name} must name a registry as in \`cells\` in \`path\`, received ${registered}.`,
      );
    rows.set(name.startsWith('–') ? `${above} ${name}` : name, {
      path: /`(packages\/[^`]+\.ts)`/.exec(definition)?.[1],
      registry: found[1],
      registryPath: found[2],
      followed: mark === '✓',
    });
  }
  return rows;
}

/** A copy of the sources, with the installed packages of the repository. */
async function copyRepository() {
  const copy = await mkdtemp(join(tmpdir(), 'rnnlab-contributing-'));
  const isSource = (path) => !/[\\/](node_modules|dist|\.turbo)$/.test(path);
  const files = [
    '.biome.json',
    '.gitignore',
    'CONTRIBUTING.md',
    'package.json',
    'tsconfig.base.json',
    'vitest.config.ts',
  ];
  for (const name of ['packages', 'apps', 'scripts', ...files]) {
    await cp(join(root, name), join(copy, name), { recursive: true, filter: isSource });
  }
  for (const folder of ['.', 'apps/cli']) {
    const modules = join(root, folder, 'node_modules');
    if (existsSync(modules)) await symlink(modules, join(copy, folder, 'node_modules'), 'junction');
  }
  return copy;
}

/** The place before the bracket that closes a registry's list. */
function endOf(text, registry, path) {
  const declared = new RegExp(`^(export )?const ${registry}\\b[^]*?\\s=(?=\\s)`, 'm').exec(text);
  if (!declared) throw new Error(`There is no const ${registry} in ${path}.`);
  let depth = 0;
  for (let at = declared.index + declared[0].length; at < text.length; at++) {
    if ('{['.includes(text[at])) depth++;
    if ('}]'.includes(text[at]) && --depth === 0) return at;
  }
  throw new Error(`The const ${registry} in ${path} has no list.`);
}

const insert = (text, at, added) => text.slice(0, at) + added + text.slice(at);

/** The start of a declaration, its comment included. */
function startOf(text, registry) {
  const declared = new RegExp(`^(/\\*\\*(?:(?!\\*/)[^])*?\\*/\\n)?(export )?const ${registry}\\b`, 'm').exec(
    text,
  );
  return declared.index;
}

/** Writes one definition and its line; gives the paths of the files. */
async function follow(copy, { file = '', imports = '', code, name, line }, { path, registry, registryPath }) {
  const target = path.replace(/<\w+>/, file);
  const read = (one) => readFile(join(copy, one), 'utf8');
  const write = (one, text) => writeFile(join(copy, one), text);
  const isNew = !existsSync(join(copy, target));
  if (isNew) await write(target, imports + code);
  else {
    const text = imports + (await read(target));
    // In the file of its registry it comes before that.
    const at = target === registryPath ? startOf(text, registry) : text.length;
    await write(target, insert(text, at, `${code}\n`));
  }
  const text = await read(registryPath);
  const from = `./${relative(dirname(registryPath), target).replaceAll('\\', '/').replace(/\.ts$/, '.js')}`;
  if (registry === undefined) {
    await write(registryPath, `${text}export { ${line} } from '${from}';\n`);
    return [target, registryPath];
  }
  const at = endOf(text, registry, registryPath);
  const comma = /[\w'\])}]\s*$/.test(text.slice(0, at)) ? ',\n' : '';
  const listed = insert(text, at, `${comma}${line}\n`);
  await write(
    registryPath,
    target === registryPath ? listed : `import { ${name} } from '${from}';\n${listed}`,
  );
  return [target, registryPath];
}

/** Runs a program in the copy; its output is shown if it fails. */
function run(copy, what, args, folder = '.') {
  const began = Date.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: join(copy, folder) });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
      });
    }
    child.on('error', reject);
    child.on('close', (code) => {
      if (code !== 0) return reject(new Error(`FAIL  ${what}\n${output}`));
      console.log(`ok    ${what}, ${((Date.now() - began) / 1000).toFixed(0)} s`);
      resolve();
    });
  });
}

const binary = (name) => join(root, 'node_modules', name);
const biome = binary('@biomejs/biome/bin/biome');
const vitest = [binary('vitest/vitest.mjs'), 'run', '--config', '../../vitest.config.ts'];

/** Where the test of the additions lies in the copy: in the package that may import all of them. */
const TEST = 'packages/lab/test/additions.test.ts';

/** The sources with what was added; the tests of the repository are checked where they are. */
const TYPES = {
  extends: './tsconfig.base.json',
  compilerOptions: { allowImportingTsExtensions: true },
  include: ['packages/*/src', 'packages/shared/test', TEST],
  exclude: ['packages/*/src/**/*.test.ts'],
};

async function main() {
  const rows = readTable(await readFile(join(root, 'CONTRIBUTING.md'), 'utf8'));
  for (const { row } of additions)
    if (!rows.has(row)) throw new Error(`CONTRIBUTING.md has no row "${row}".`);
  const followed = [...rows].filter(([, row]) => row.followed).map(([name]) => name);
  const missing = followed.filter((name) => !additions.some(({ row }) => row === name));
  if (missing.length > 0) throw new Error(`Nothing follows the rows ${missing.join(', ')}.`);
  for (const { registry, registryPath } of rows.values()) {
    if (registry) endOf(await readFile(join(root, registryPath), 'utf8'), registry, registryPath);
  }
  const copy = await copyRepository();
  try {
    const changed = new Set();
    for (const addition of additions) {
      for (const path of await follow(copy, addition, rows.get(addition.row))) changed.add(path);
    }
    await cp(join(root, 'scripts/contributing/additions.test.ts'), join(copy, TEST));
    await run(copy, 'the additions are formatted', [
      biome,
      'check',
      '--write',
      '--error-on-warnings',
      ...changed,
    ]);
    await writeFile(join(copy, 'tsconfig.json'), JSON.stringify(TYPES));
    const checks = await Promise.allSettled([
      run(copy, 'their types are right', [binary('typescript/bin/tsc'), '-p', 'tsconfig.json']),
      run(copy, 'they are used', [...vitest, 'test/additions.test.ts'], 'packages/lab'),
    ]);
    const failed = checks.filter(({ status }) => status === 'rejected').map(({ reason }) => reason.message);
    if (failed.length > 0) throw new Error(failed.join('\n'));
  } finally {
    if (process.argv.includes('--keep')) console.log(`The copy is in ${copy}.`);
    else await rm(copy, { recursive: true, force: true });
  }
}

await main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
