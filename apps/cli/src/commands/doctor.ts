import type { Command } from 'commander';
import { UsageError } from '../errors.js';
import { createOutput, type Output, table } from '../terminal.js';
import { JSON_OPTION, programName } from './command.js';
import type { Finding } from './doctor-checks.js';

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .summary('check the installation: what is missing, and how to install it')
    .description(
      'Checks Node, the packages and the engines (ONNX Runtime, CUDA, TensorFlow.js) that training needs. Exits with 0 ' +
        'if training is possible on this machine, otherwise with 2.',
    )
    .option(...JSON_OPTION)
    .addHelpText('after', () => `\nExample:\n  ${programName()} doctor`)
    .action(doctor);
}

async function doctor({ json = false }: { json?: boolean }): Promise<void> {
  const output = createOutput(json);
  const { checkInstallation } = await import('./doctor-checks.js');
  const findings = await checkInstallation();
  const missing = findings.filter(({ status }) => status === 'missing');
  print(output, findings);
  output.result({ ready: missing.length === 0, findings });
  if (missing.length > 0) {
    const names = missing.map(({ name }) => name).join(', ');
    throw new UsageError(`Training is not possible on this machine, because of: ${names}.`);
  }
  output.line();
  output.line(output.colors.green('Training is possible on this machine.'));
}

function print({ line, colors: { green, red, dim } }: Output, findings: readonly Finding[]): void {
  const marks = { ok: green('✓'), absent: dim('–'), missing: red('✗') };
  const [, ...rows] = table(
    [{ header: '' }, { header: '' }],
    findings.map(({ name, detail }) => [name, detail]),
  );
  findings.forEach(({ status, remedy }, k) => {
    line(`${marks[status]} ${rows[k]}`);
    if (remedy) line(dim(`    ${remedy}`));
  });
}
