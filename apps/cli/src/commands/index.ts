import type { AddCommand } from './command.js';
import { addDoctor } from './doctor.js';
import { addEval } from './eval.js';
import { addExport } from './export.js';
import { addPredict } from './predict.js';
import { addRecipes } from './recipes.js';
import { addReport } from './report.js';
import { addReproduce } from './reproduce.js';
import { addSample } from './sample.js';
import { addTrain } from './train.js';

/** Every command, in the order of the help. */
export const commands: readonly AddCommand[] = [
  addTrain,
  addEval,
  addPredict,
  addSample,
  addExport,
  addReport,
  addRecipes,
  addReproduce,
  addDoctor,
];
