import type { Command } from 'commander';
import { JSON_OPTION, programName } from './command.js';

export function addRecipes(program: Command): void {
  program
    .command('recipes')
    .summary('list what can be trained')
    .description('Lists every recipe, by the suite it belongs to.')
    .option(...JSON_OPTION)
    .addHelpText('after', () => `\nExample:\n  ${programName()} recipes`)
    .action(async (options: { json?: boolean }) => {
      const { listAll } = await import('./actions/recipes.js');
      listAll(options);
    });
}
