import type { Command } from 'commander';
import { createOutput, table } from '../terminal.js';
import { JSON_OPTION, programName } from './command.js';

export function addRecipes(program: Command): void {
  program
    .command('recipes')
    .summary('list the recipes: datasets with a model and its hyperparameters')
    .description(
      'Lists every recipe (a dataset, a model and its hyperparameters), by the suite of experiments it belongs to.',
    )
    .option(...JSON_OPTION)
    .addHelpText('after', () => `\nExample:\n  ${programName()} recipes`)
    .action(listRecipes);
}

async function listRecipes({ json = false }: { json?: boolean }): Promise<void> {
  const { recipes, suites } = await import('@rnnlab/lab');
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
  output.line(dim(`${programName()} train RECIPE --help shows every setting of a recipe.`));
  output.result({
    recipes: all.map(({ name, summary, experiment, settings }) => ({ name, summary, experiment, settings })),
  });
}
