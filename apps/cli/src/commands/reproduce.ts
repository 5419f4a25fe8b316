import type { Command } from 'commander';
import { collect, JSON_OPTION, programName } from './command.js';

/** What `rnnlab reproduce` takes. */
export interface ReproduceOptions {
  list?: boolean;
  only?: string[];
  seeds: string;
  quick?: boolean;
  data?: string;
  out?: string;
  jobs: string;
  json?: boolean;
}

export function addReproduce(program: Command): void {
  program
    .command('reproduce')
    .summary('run the experiments of a report, and put every number beside the reported one')
    .description(
      'Runs the recipes of a suite, each with some seeds and in a run directory of its own, and writes results.json, ' +
        'a table in Markdown, a report page and figures. Called again, it goes on where it was stopped.',
    )
    .argument('[suite]', 'which experiments; --list names them')
    .option('--list', 'list every experiment with its reported numbers, and run nothing')
    .option('--only <recipe>', 'only this recipe, * for anything; may be repeated', collect)
    .option('--seeds <n>', 'trainings of each recipe, with the seeds 1 to n', '1')
    .option(
      '--quick',
      'short forms that need no download, and check what they must reach; --list says which suites have some',
    )
    .option('--data <dir>', 'a folder with the datasets in folders; by default they are downloaded')
    .option('--out <dir>', 'where everything goes; by default reproduced/<suite>')
    .option('--jobs <n>', 'trainings at a time', '1')
    .option(...JSON_OPTION)
    .addHelpText('after', () => {
      const rnnlab = programName();
      return `\nExamples:\n  ${rnnlab} reproduce --list\n  ${rnnlab} reproduce recall --seeds 3 --jobs 2
  ${rnnlab} reproduce names --data path/to/data --only 'names-batch-*'`;
    })
    .action(async (suite: string | undefined, options: ReproduceOptions) => {
      const { reproduce } = await import('./actions/reproduce.js');
      await reproduce(suite, options);
    });
}
