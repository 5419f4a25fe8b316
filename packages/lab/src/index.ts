export {
  type EngineName,
  type EngineOption,
  engineNames,
  type ResolvedEngine,
  resolveEngine,
} from './engines.js';
export { InterruptedError, LabError } from './error.js';
export { ENGINE_PACKAGES, type EnginePackage, OWN_PACKAGES, versionOf } from './packages.js';
export { changeSettings, type SettingChanges } from './recipes/change.js';
export { defineRecipe, extendRecipe } from './recipes/define.js';
export { describeRecipe, type RecipeDescription } from './recipes/describe.js';
export { recipeOf, recipes } from './recipes/index.js';
export type { Overrides, Quick, Recipe, Settings } from './recipes/recipe.js';
export type { Experiment, Reference } from './recipes/reference.js';
export { drawSuite, hasSuiteResults } from './reproduce/draw-suite.js';
export { type ReproduceOptions, type ReproduceStatus, reproduce } from './reproduce/reproduce.js';
export { COLUMNS, measureText, rowText } from './reproduce/row-text.js';
export type { RunResults } from './reproduce/run-results.js';
export type { ExperimentResults, Row, SuiteResults } from './reproduce/suite-results.js';
export type { EpochInfo, RunIntroduction, TrainingCallbacks } from './runs/callbacks.js';
export type { Config } from './runs/config.js';
export type { EvaluateOptions, Evaluation } from './runs/evaluate.js';
export { type LanguageRow, languageRows, tokenUnit } from './runs/language-rows.js';
export type { Phase } from './runs/phases.js';
export type { Result } from './runs/result.js';
export type { ResumeOptions } from './runs/resume-run.js';
export { type ExportedFile, type ExportOptions, openRun, type Run } from './runs/run.js';
export { interruptedRun } from './runs/run-folder.js';
export { linesOf } from './runs/samples.js';
export { settingsCommand, trainArguments } from './runs/settings-command.js';
export { type TrainRecipeOptions, trainRecipe } from './runs/train-recipe.js';
export { type ExperimentRecipe, recipesOf, suiteOf, suites } from './suites/index.js';
export type { Suite } from './suites/suite.js';
export type { LanguageScores, LengthScores, PartScores } from './tasks/scores.js';
export type { SamplePrediction } from './tasks/task.js';
export type { WrittenText } from './tasks/write-texts.js';
