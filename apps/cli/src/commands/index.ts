import type { AddCommand } from './command.js';
import { addDoctor } from './doctor.js';
import { addEval } from './eval.js';
import { addExport } from './export.js';
import { addPredict } from './predict.js';
import { addReport } from './report.js';
import { addTrain } from './train.js';

/** Every command, in the order of the help. */
export const commands: readonly AddCommand[] = [
  addTrain,
  addEval,
  addPredict,
  addExport,
  addReport,
  addDoctor,
];
