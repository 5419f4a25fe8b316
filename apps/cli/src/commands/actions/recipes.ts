import { recipes, suites } from '@rnnlab/lab';
import { createOutput } from '../../terminal/output.js';
import { table } from '../../terminal/table.js';
import { programName } from '../command.js';

/** `rnnlab recipes`. */
export function listAll({ json = false }: { json?: boolean }): void {
  const output = createOutput(json);
  const { bold, dim } = output.colors;
  const all = Object.values(recipes);
  const columns = [{ header: '' }, { header: '' }];
  const groups = [
    { title: 'Recipes', of: undefined },
    ...Object.values(suites).map(({ name, title }) => ({ title: `Suite ${name}: ${title}`, of: name })),
  ];
  const width = Math.max(...all.map(({ name }) => name.length));
  for (const { title, of } of groups) {
    const own = all.filter(({ experiment }) => experiment?.suite === of);
    output.line(bold(title));
    const rows = own.map(({ name, summary }) => [name.padEnd(width), summary]);
    for (const line of table(columns, rows).slice(1)) output.line(`  ${line}`);
    output.line();
  }
  output.line(dim(`${programName()} train RECIPE --help shows every setting of one.`));
  output.result({
    recipes: all.map(({ name, summary, experiment, settings }) => ({ name, summary, experiment, settings })),
  });
}
