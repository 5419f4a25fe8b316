import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, inject, test } from 'vitest';
import { tokenizer } from '../test/cards.js';
import { ModelFileError, readMetadata } from './index.js';
import { commonFields, type Field, ownFields, partFields } from './read-card.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const blocks = (language: string): string[] =>
  Array.from(
    readme.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'g')),
    ([, block]) => block!,
  );
const examples = blocks('json').map((block) => JSON.parse(block) as Record<string, unknown>);

/** Every field by its path: `image.std`. */
const fields: Record<string, Field> = {
  ...commonFields,
  ...ownFields,
  ...Object.fromEntries(
    Object.entries(partFields).flatMap(([part, own]) =>
      Object.entries<Field>(own).map(([name, field]) => [`${part}.${name}`, field]),
    ),
  ),
};

/** The cells of the table of fields, by the first one. */
const rows = new Map(
  readme
    .slice(readme.indexOf('| field '), readme.indexOf('Ids are whole numbers'))
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| |\|$/g, '').trim()))
    .map(([name, ...cells]) => [name!.replaceAll('`', ''), cells]),
);

const stringsOf = (example: object): Record<string, string> => ({
  rnnlab: JSON.stringify(example),
  ...('input' in example && example.input === 'text' && { tokenizer: JSON.stringify(tokenizer) }),
});

test('the table has every field, with its default', () => {
  expect([...rows.keys()].sort()).toEqual(Object.keys(fields).sort());
  for (const [name, [type, fallback, meaning]] of rows) {
    const { required, fallback: own } = fields[name]!;
    expect([type, meaning], name).not.toContain('');
    if (required) expect(fallback, name).toMatch(/^required$/);
    else if (own !== undefined)
      expect(fallback, name).toContain(own === 1 / 255 ? '`1 / 255`' : `\`${JSON.stringify(own)}\``);
    else expect(fallback, name).toMatch(/^(none|zeros|ones)$/);
  }
});

test.each(examples)('the example %j can be read, and what is required cannot be left out', (example) => {
  expect(readMetadata(stringsOf(example)).card).toMatchObject({ task: example.task, input: example.input });
  const { image } = example;
  const without = [
    ...Object.keys(example)
      .filter((name) => fields[name]!.required)
      .map((name) => ({ ...example, [name]: undefined })),
    ...Object.keys(image ?? {})
      .filter((name) => fields[`image.${name}`]!.required)
      .map((name) => ({ ...example, image: { ...(image as object), [name]: undefined } })),
  ];
  for (const less of without) expect(() => readMetadata(stringsOf(less))).toThrow(ModelFileError);
});

test('the examples have every field', () => {
  const used = examples.flatMap((example) =>
    Object.entries(example).flatMap(([name, value]) =>
      name in partFields ? [name, ...Object.keys(value as object).map((own) => `${name}.${own}`)] : [name],
    ),
  );
  expect([...new Set(used)].sort()).toEqual(Object.keys(fields).sort());
});

test('the code runs', async () => {
  const code = `${blocks('js')[0]!}\nconsole.log(JSON.stringify(readMetadata(metadata).card));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], {
    cwd: inject('freshPackages'),
  });
  expect(JSON.parse(stdout)).toMatchObject({ title: 'Surnames', text: { padding: false } });
});

test('it needs no other package and no module of Node, so it loads in a page', () => {
  const folder = join(inject('freshPackages'), 'node_modules/@rnnlab/model-file/dist');
  const built = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  for (const code of built) expect(code).not.toMatch(/^\s*(import|export) .*from ["'](?!\.\/)|\bimport\(/m);
});
