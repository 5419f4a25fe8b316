// Checks all packages as a stranger gets them: packs them, installs the tarballs in an empty folder outside the repository,
// and uses them together. Build first, then:
//
//   node scripts/check-packed.mjs
//
// It ends with 1 when something is wrong.

import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { checkOwnTypes, runOwnDefinitions } from './own-definitions.mjs';

/** What three epochs of a small model reach at any rate: the program's shares of right classes are about 0.55. */
const LEAST_ACCURACY = 0.3;
/** What the program writes. */
const FILES = [
  'program.onnx',
  ...['config.json', 'metrics.jsonl', 'model.onnx', 'report.html', 'checkpoints/last.safetensors'].map(
    (name) => `program-run/${name}`,
  ),
];

const root = fileURLToPath(new URL('..', import.meta.url));
const run = promisify(execFile);
const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];

/** Runs npm, or a command that npm installed: on Windows a `.cmd`, which a shell runs, and that splits at spaces. */
const runCommand = (command, args, options) =>
  process.platform === 'win32'
    ? run(quoted(`${command}.cmd`), args.map(quoted), { ...options, shell: true })
    : run(command, args, options);

/** Only where it must be: a quoted `npm.cmd` looks for its files in the wrong folder. */
const quoted = (word) => (/\s/.test(word) ? `"${word}"` : word);

let failures = 0;

/** Runs a check that throws when something is wrong, and prints a line. */
async function check(what, body) {
  try {
    console.log(`ok    ${what}${suffix(await body())}`);
  } catch (error) {
    failures++;
    console.log(
      `FAIL  ${what}\n${error.stdout ?? ''}${error.stderr ?? ''}${error.stdout ? '' : error.message}`,
    );
  }
}

const suffix = (found) => (found === undefined ? '' : `: ${found}`);

/** Every file under a folder. */
async function* filesUnder(folder) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesUnder(path);
    else yield path;
  }
}

/** The folders and manifests of what is published. */
async function published() {
  const folders = ['packages', 'apps'].map(async (kind) =>
    (await readdir(join(root, kind))).map((name) => join(root, kind, name)),
  );
  const all = await Promise.all(
    (await Promise.all(folders)).flat().map(async (folder) => ({
      folder,
      manifest: JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')),
    })),
  );
  return all.filter(({ manifest }) => !manifest.private);
}

const packages = await published();
const isLibrary = ({ manifest }) => manifest.name !== '@rnnlab/cli';
/** What can be imported from a package with types: it and its subpaths, without workers and `package.json`. */
const typedEntries = ({ manifest: { name, exports = {} } }) =>
  Object.keys(exports).flatMap((path) => (exports[path].types ? [`${name}${path.slice(1)}`] : []));
const work = await mkdtemp(join(tmpdir(), 'rnnlab-packed-'));
const script = async (name, content) => {
  await writeFile(join(work, name), content);
  return run(process.execPath, [name], { cwd: work });
};
try {
  await writeFile(join(work, 'package.json'), '{ "private": true, "type": "module" }\n');
  const tarballs = await Promise.all(
    packages.map(async ({ folder }) => {
      const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', work];
      const [packed] = JSON.parse((await runCommand('npm', args, { cwd: folder })).stdout);
      return join(work, packed.filename);
    }),
  );

  // Without any optional peer, and without the command, which depends on one.
  const libraries = tarballs.filter((path) => !path.includes('rnnlab-cli-'));
  await runCommand('npm', ['install', ...quiet, ...libraries], { cwd: work });

  await check('no packed file speaks of the private package', async () => {
    let files = 0;
    for await (const file of filesUnder(join(work, 'node_modules/@rnnlab'))) {
      files++;
      if (/@rnnlab\/shared|packages\/shared|\bshared\/src/.test(await readFile(file, 'utf8')))
        throw new Error(file);
    }
    return `${files} files`;
  });

  for (const name of packages.filter(isLibrary).flatMap(typedEntries)) {
    await check(`types of ${name}, declarations checked, without optional peers`, async () => {
      await writeFile(join(work, 'types.ts'), `export * from '${name}';\n`);
      const tsc = join(root, 'node_modules/typescript/bin/tsc');
      const options = [
        '--noEmit',
        '--strict',
        '--target',
        'es2022',
        '--lib',
        'es2023,dom',
        '--module',
        'nodenext',
      ];
      await run(process.execPath, [tsc, ...options, '--pretty', 'false', 'types.ts'], { cwd: work });
    });
  }

  await check('an engine that is not installed is named with what installs it', async () => {
    const { stdout } = await script(
      'no-engine.mjs',
      `import { trainRecipe } from '@rnnlab/lab';
for (const engine of ['auto', 'onnxruntime', 'web', 'tfjs']) {
  await trainRecipe('recall-lstm-2', { engine, out: 'none-' + engine }).then(
    () => console.log('trained'),
    (error) => console.log(error.code, error.message),
  );
}`,
    );
    const lines = stdout.trim().split('\n');
    const wrong = lines.filter((line) => !/^RNNLAB_(LAB|ENGINE) .*`npm install [\w@/-]+`/.test(line));
    if (lines.length !== 4 || wrong.length > 0) throw new Error(stdout);
  });

  await runCommand('npm', ['install', ...quiet, ...tarballs], { cwd: work });

  await check('an error of one package is known to another by its code', async () => {
    const { stdout } = await script(
      'errors.mjs',
      `import { trainRecipe } from '@rnnlab/lab';
import { TokenizerError, trainCharacterTokenizer } from '@rnnlab/tokenizers';
const settings = ['tokenizer.minFrequency=100000'];
await trainRecipe('names', { settings, out: 'none' }).catch(({ code, message }) => console.log(code, message));
try {
  trainCharacterTokenizer([], { minFrequency: 0 });
} catch (error) {
  console.log(error instanceof TokenizerError, error.code);
}`,
    );
    const expected = /^RNNLAB_LAB .*no character occurs 100000 times.*\ntrue RNNLAB_TOKENIZER\n$/;
    if (!expected.test(stdout)) throw new Error(stdout);
  });

  await check(
    'definitions of a user train, resume in a new process, score, and export a file that loads',
    () => runOwnDefinitions(work, root, run),
  );

  await check('the types of their options follow from the schemas', () => checkOwnTypes(work, root, run));

  await check('a program trains, opens, evaluates, exports, loads and predicts', async () => {
    await copyFile(join(root, 'packages/lab/test/program.mjs'), join(work, 'program.mjs'));
    const { stdout } = await run(process.execPath, ['program.mjs'], { cwd: work });
    const shown = `\n${stdout.trimEnd().replace(/^/gm, '      ')}`;
    const [, accuracy, baseline] = /^test accuracy ([\d.]+), always \w+ ([\d.]+)$/m.exec(stdout) ?? [];
    if (!(Number(accuracy) > Math.max(LEAST_ACCURACY, Number(baseline)))) {
      throw new Error(
        `The test accuracy must be above ${LEAST_ACCURACY} and above the baseline, received${shown}`,
      );
    }
    const labels = JSON.parse(await readFile(join(work, 'program-run/labels.json'), 'utf8'));
    for (const name of ['Kowalski', 'Nakamura']) {
      const [, label, probability] = new RegExp(`^${name} (.+) ([\\d.]+)$`, 'm').exec(stdout) ?? [];
      if (!labels.includes(label) || !(probability > 1 / labels.length && probability <= 1)) {
        throw new Error(`Expected the class of ${name} with its probability, received${shown}`);
      }
    }
    for (const name of FILES) {
      if ((await stat(join(work, name))).size === 0) throw new Error(`${name} is empty.`);
    }
    return shown;
  });

  await check('the command runs', async () => {
    const bin = join(work, 'node_modules/.bin/rnnlab');
    const args = ['predict', 'program.onnx', 'Kowalski', '--top', '1'];
    const { stdout } = await runCommand(bin, args, { cwd: work });
    if (!/Kowalski/.test(stdout)) throw new Error(`Expected the class of Kowalski, received ${stdout}`);
    return stdout.trim().split('\n').at(-1);
  });
} finally {
  await rm(work, { recursive: true, force: true });
}
console.log(failures === 0 ? 'All is well.' : `${failures} checks failed.`);
process.exitCode = failures === 0 ? 0 : 1;
