import type { Command } from 'commander';
import { JSON_OPTION, programName } from './command.js';

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .summary('say what is installed, what is missing and how to get it')
    .description(
      'Looks at everything that training needs. Exits 0 if training is possible here, otherwise 2.',
    )
    .option(...JSON_OPTION)
    .addHelpText('after', () => `\nExample:\n  ${programName()} doctor`)
    .action(async (options: { json?: boolean }) => {
      const { doctor } = await import('./actions/doctor.js');
      await doctor(options);
    });
}
