import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../../errors/usage-error.js';
import { programName } from '../command.js';

/** The model file itself, or that of a run. @throws UsageError if there is none */
export function modelFile(path: string): string {
  if (!existsSync(path)) throw new UsageError(`There is no run or model file ${path}.`);
  if (!statSync(path).isDirectory()) return path;
  const file = join(path, 'model.onnx');
  if (!existsSync(file)) {
    throw new UsageError(
      `There is no model.onnx in ${path}: if it is a run, \`${programName()} export ${path}\` makes one from its checkpoint.`,
    );
  }
  return file;
}
