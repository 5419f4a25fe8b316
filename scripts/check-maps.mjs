// Checks the maps of the repository: that every path exists which ARCHITECTURE.md, CONTRIBUTING.md and the maps at the beginning
// of READMEs name, and that the floors of ARCHITECTURE.md are those of .biome.json:
//
//   node scripts/check-maps.mjs
//
// It ends with 1 when something is wrong.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path) => readFileSync(join(root, path), 'utf8');
const problems = [];

/** Whether a path exists; a part such as <name> or * stands for any file. */
function exists(path) {
  let folders = [root];
  for (const part of path.split('/').filter((part) => part !== '' && part !== '.')) {
    if (!/[<*]/.test(part)) {
      folders = folders.map((folder) => join(folder, part)).filter((one) => existsSync(one));
      continue;
    }
    const [start, end] = part.split(/<\w+>|\*/);
    folders = folders.flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.startsWith(start) && name.endsWith(end))
        .map((name) => join(folder, name)),
    );
  }
  return folders.length > 0 && (!path.endsWith('/') || folders.some((one) => statSync(one).isDirectory()));
}

function expectPath(document, line, path) {
  if (!exists(path)) problems.push(`${document}:${line} names ${path}, which does not exist.`);
}

const linesOf = (text) => text.split('\n').map((line, k) => ({ line, number: k + 1 }));

/** Links to files, and paths from the root in code. */
function checkDocument(document) {
  for (const { line, number } of linesOf(read(document))) {
    for (const [, target] of line.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)) {
      if (!/^[a-z]+:/.test(target)) expectPath(document, number, target);
    }
    for (const [, path] of line.matchAll(/`((?:packages|apps|scripts|experiments)\/[^`\s]*)`/g)) {
      expectPath(document, number, path);
    }
  }
}

const ROWS = [5, 14];

/** The map of a README, its first table: paths in code, from the folder in its header. */
function checkMap(folder) {
  const document = `${folder}/README.md`;
  const lines = linesOf(read(document));
  const start = lines.findIndex(({ line }) => line.startsWith('|'));
  const header = /^\| in `(\w+)\/` /.exec(lines[start]?.line ?? '');
  const before = lines.slice(0, start).map(({ line }) => line);
  const paragraphs = before.join('\n').trim().split(/\n\n+/).length;
  if (!header || paragraphs !== 2) {
    problems.push(
      `${document} must have a map after its first paragraph, a table with the header "in \`src/\`".`,
    );
    return;
  }
  const end = lines.findIndex(({ line }, k) => k > start && !line.startsWith('|'));
  const rows = lines.slice(start + 2, end < 0 ? undefined : end);
  if (rows.length < ROWS[0] || rows.length > ROWS[1]) {
    problems.push(`${document} must have a map of ${ROWS[0]} to ${ROWS[1]} rows, received ${rows.length}.`);
  }
  for (const { line, number } of rows) {
    // The first column is a path; in the second one, code that looks like one is.
    for (const [k, cell] of line.split('|').slice(1, 3).entries()) {
      for (const [, code] of cell.matchAll(/`([^`\s]+)`/g)) {
        const isPath = k === 0 || /^(?!@)[\w.-]+\/[\w./-]*$|^[\w-]+\.(ts|py)$/.test(code);
        if (isPath) expectPath(document, number, posix.normalize(`${folder}/${header[1]}/${code}`));
      }
    }
  }
  // A folder that nobody can find on the map is missing from it.
  const text = rows.map(({ line }) => line).join('\n');
  for (const entry of readdirSync(join(root, folder, header[1]), { withFileTypes: true })) {
    if (!entry.isDirectory() || text.includes(`\`${entry.name}/`)) continue;
    problems.push(`${document} must have the folder ${header[1]}/${entry.name}/ on its map.`);
  }
}

/** The floors of the table: package → floor. */
function readFloors() {
  const rows = read('ARCHITECTURE.md').matchAll(/^\| (\w+) +\| \[([\w-]+)\]\((packages|apps)\/[^)]*\)/gm);
  return new Map([...rows].map(([, floor, name]) => [name, floor === 'apps' ? Infinity : Number(floor)]));
}

/** What the linter lets a package import: packages of ours on lower floors alone. */
function checkFloors() {
  const floors = readFloors();
  const folders = ['packages', 'apps'].flatMap((kind) => readdirSync(join(root, kind)));
  for (const name of folders) {
    if (!floors.has(name)) problems.push(`ARCHITECTURE.md must have ${name} in its table of floors.`);
  }
  const allowed = new Map();
  for (const { includes, linter } of JSON.parse(read('.biome.json')).overrides) {
    const name = /^packages\/([\w-]+)\/src/.exec(includes[0])?.[1];
    const [{ group } = {}] = linter.rules.style?.noRestrictedImports?.options.patterns ?? [];
    if (name && group)
      allowed.set(
        name,
        group.filter((one) => one.startsWith('!')).map((one) => one.slice('!@rnnlab/'.length)),
      );
  }
  for (const name of readdirSync(join(root, 'packages'))) {
    const imports = allowed.get(name);
    if (!imports) problems.push(`.biome.json must say what the package ${name} may import.`);
    for (const other of imports ?? []) {
      if (floors.get(other) < floors.get(name)) continue;
      problems.push(
        `.biome.json lets ${name} (floor ${floors.get(name)}) import ${other} (floor ${floors.get(other)}), expected a lower floor.`,
      );
    }
  }
}

checkDocument('ARCHITECTURE.md');
checkDocument('CONTRIBUTING.md');
for (const kind of ['packages', 'apps'])
  for (const name of readdirSync(join(root, kind))) checkMap(`${kind}/${name}`);
checkFloors();
if (problems.length > 0) console.error(problems.join('\n'));
else console.log('ok    the maps are true');
process.exitCode = problems.length > 0 ? 1 : 0;
