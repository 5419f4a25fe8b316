import { checkCuda, checkOnnxRuntime, checkOptional } from '../../doctor/engines.js';
import type { Finding } from '../../doctor/finding.js';
import { checkFolder, checkMachine, checkNode, checkPackages } from '../../doctor/system.js';
import { UsageError } from '../../errors/usage-error.js';
import { createOutput, type Output } from '../../terminal/output.js';
import { table } from '../../terminal/table.js';

/** `rnnlab doctor`. */
export async function doctor({ json = false }: { json?: boolean }): Promise<void> {
  const output = createOutput(json);
  const findings: Finding[] = [
    checkNode(),
    ...checkMachine(),
    await checkFolder(),
    await checkOnnxRuntime(),
    checkCuda(),
    ...checkPackages(),
    ...checkOptional(),
  ];
  const missing = findings.filter(({ status }) => status === 'missing');
  print(output, findings);
  output.result({ ready: missing.length === 0, findings });
  if (missing.length > 0) {
    const names = missing.map(({ name }) => name).join(', ');
    throw new UsageError(`Training is not possible here, because of: ${names}.`);
  }
  output.line();
  output.line(output.colors.green('Training is possible here.'));
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
