export {
  type EngineName,
  type EngineOption,
  engineNames,
  type ResolvedEngine,
  resolveEngine,
} from './engines.js';
export { InterruptedError, LabError } from './errors.js';
export { describeRecipe, type RecipeDescription, recipeOf, recipes } from './recipes/index.js';
export { type ReadRecipe, readRecipe } from './recipes/read-recipe.js';
export type { Experiment, Quick, Recipe, Reference } from './recipes/recipe.js';
export { defineRecipe, extendRecipe } from './recipes/recipe.js';
export { drawSuite, hasSuiteResults } from './reproduce/draw-suite.js';
export { type ReproduceOptions, type ReproduceStatus, reproduce } from './reproduce/reproduce.js';
export type { RunResults } from './reproduce/run-results.js';
export { COLUMNS, measureText, rowText } from './reproduce/suite-report.js';
export type { ExperimentResults, Row, SuiteResults } from './reproduce/suite-results.js';
export type { EvaluateOptions, Evaluation } from './runs/evaluate.js';
export { type LanguageRow, languageRows, tokenUnit } from './runs/measures.js';
export type { ResumeOptions } from './runs/resume-run.js';
export { type ExportedFile, type ExportOptions, openRun, type Run } from './runs/run.js';
export { interruptedRun } from './runs/run-folder.js';
export { linesOf } from './runs/samples.js';
export { settingsCommand, trainArguments } from './runs/settings-command.js';
export type { Config, Result } from './runs/stored-run.js';
export { type TrainRecipeOptions, trainRecipe } from './runs/train-recipe.js';
export type { EpochInfo, RunIntroduction, TrainingCallbacks } from './runs/training-options.js';
export { changeSettings, type SettingChanges } from './settings/change.js';
export { CONFIG_SCHEMA, configSchema, RECIPE_SCHEMA, recipeSchema } from './settings/json-schema.js';
export type { Phase } from './settings/phases.js';
export type { Overrides, Settings } from './settings/settings.js';
export { type ExperimentRecipe, recipesOf, suiteOf, suites } from './suites/index.js';
export type { Suite } from './suites/suite.js';
export type { WrittenText } from './tasks/generation.js';
export type { LanguageScores, LengthScores, PartScores, SamplePrediction } from './tasks/task.js';
export { ENGINE_PACKAGES, type EnginePackage, OWN_PACKAGES, versionOf } from './versions.js';
