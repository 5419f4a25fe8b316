import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadModel, type Model, type Prediction } from '@rnnlab/inference';
import {
  aListOfStrings,
  aPath,
  checkOptions,
  checkValue,
  systemError,
  writeFileAtomic,
} from '@rnnlab/shared';
import type { EpochRecord } from '@rnnlab/trainer';
import { LabError } from '../errors.js';
import { type EvaluateOptions, type Evaluation, evaluateStored } from './evaluate.js';
import { exportParameters } from './export.js';
import { writeReport } from './report.js';
import { type ResumeOptions, resumeRun } from './resume-run.js';
import {
  bestParameters,
  type Config,
  dataOf,
  descriptionOf,
  historyOf,
  openStored,
  type Result,
  resultOf,
  type StoredRun,
  withMovedData,
} from './stored-run.js';

/** Options of `Run.export`. */
export interface ExportOptions {
  /** Path of the file. Default: `model.onnx` in the run directory. */
  out?: string;
  /** Names of layers whose outputs the file has, too, such as `conv1`. Default: none. */
  layers?: readonly string[];
}

/** The exported file. */
export interface ExportedFile {
  path: string;
  /** Size of the file. */
  bytes: number;
  /** The epoch of the parameters. */
  epoch: number;
}

/** A training on disk. Its files are read on demand. */
export class Run {
  #stored: StoredRun;

  private constructor(stored: StoredRun) {
    this.#stored = stored;
  }

  /**
   * Opens the run in a folder.
   *
   * @throws {RunError} If there is none.
   * @throws {LabError} If another version wrote it, or its configuration is invalid.
   */
  static async open(path: string): Promise<Run> {
    checkValue('The folder of a run', path, aPath, LabError);
    return new Run(await openStored(path));
  }

  /** The run directory. */
  get path(): string {
    return this.#stored.directory.path;
  }

  /** Its configuration: recipe, settings, model, data, versions. */
  get config(): Config {
    return this.#stored.config;
  }

  /** The path of one of its files: `model.onnx`, `report.html`. */
  file(name: string): string {
    return this.#stored.directory.file(name);
  }

  /**
   * Reads its result.
   *
   * @throws {LabError} If it is not finished.
   */
  async result(): Promise<Result> {
    const result = await resultOf(this.#stored);
    if (!result)
      throw new LabError(`The run in ${this.path} is not finished: resume it first.`, { option: 'resume' });
    return result;
  }

  /** Whether it has a result: a run without one can be resumed. */
  async isFinished(): Promise<boolean> {
    return (await resultOf(this.#stored)) !== undefined;
  }

  /** Reads the records of all completed epochs. */
  history(): Promise<EpochRecord[]> {
    return historyOf(this.#stored);
  }

  /**
   * Loads its exported model, to predict or to generate with; close it when you are done.
   *
   * @param input - Its required type of input, as with `loadModel` of `@rnnlab/inference`.
   * @throws {LabError} If there is no `model.onnx` yet, InferenceError if it is of another kind.
   */
  async model<Input extends Model['input'] = Model['input']>(
    input?: Input,
  ): Promise<Extract<Model, { input: Input }>> {
    const file = this.file('model.onnx');
    if (!existsSync(file)) {
      throw new LabError(
        `There is no model.onnx in ${this.path} yet: export() makes one from the last checkpoint.`,
      );
    }
    return loadModel(file, input === undefined ? {} : { input });
  }

  /**
   * Predicts the most probable classes of texts with the exported model.
   *
   * @param options.top - Classes of each text. Default: 3.
   * @throws {InferenceError} If the model does not classify texts, or a text cannot be read.
   */
  async predict(texts: readonly string[], options: { top?: number } = {}): Promise<Prediction[]> {
    const model = await this.model('text');
    try {
      return await model.predict(texts, options);
    } finally {
      await model.close();
    }
  }

  /**
   * Scores the best parameters so far on the test split again; also of an interrupted run.
   *
   * @throws {LabError} If the data have changed, or its custom engine is not given.
   */
  evaluate(options: EvaluateOptions = {}): Promise<Evaluation> {
    return evaluateStored(this.#stored, options);
  }

  /**
   * Writes the best parameters so far as one ONNX file with tokenizer and labels. Training does that at its end.
   *
   * @throws {LabError} If layers are asked for of a language model, SpecError if there is no such layer.
   */
  async export(options: ExportOptions = {}): Promise<ExportedFile> {
    checkOptions('export', options, { out: aPath, layers: aListOfStrings }, LabError);
    const { out, layers = [] } = options;
    const { directory, config } = this.#stored;
    const checkpoint = await directory.restore(config.spec);
    const description = await descriptionOf(this.#stored);
    if (description.language && layers.length > 0) {
      throw new LabError('The file of a language model gives logits and states alone: leave layers out.', {
        option: 'layers',
      });
    }
    const result = await resultOf(this.#stored);
    const bytes = exportParameters(config, bestParameters(checkpoint), description, {
      epochs: checkpoint.progress.epoch,
      testAccuracy: result?.test.accuracy,
      testLoss: description.language && result?.test.loss,
      layers,
    });
    const path = out ?? join(this.path, 'model.onnx');
    await writeFileAtomic(resolve(path), bytes).catch((error) => {
      throw systemError('write', path, error, LabError);
    });
    return { path, bytes: bytes.length, epoch: checkpoint.progress.best?.epoch ?? 0 };
  }

  /**
   * Draws the figures and `report.html` again.
   *
   * @param options.data - Path of the data, if they were moved.
   * @throws {LabError} If the run is not finished, or the data have changed.
   */
  async report(options: { data?: string | undefined } = {}): Promise<void> {
    checkOptions('report', options, { data: aPath }, LabError);
    const result = await this.result();
    const stored = withMovedData(this.#stored, options.data);
    const { directory, config } = stored;
    const data = await dataOf(stored);
    const history = await this.history();
    await writeReport(directory, { config, data, labels: data.labels, history, result });
  }

  /**
   * Resumes the training to its end: to the same weights, bit for bit, as without the interruption.
   *
   * @returns Its result.
   * @throws {LabError} If it is finished and no setting begins another phase, or if the data have changed.
   * @throws {InterruptedError} When the signal was aborted.
   */
  async resume(options: ResumeOptions = {}): Promise<Result> {
    try {
      return await resumeRun(this.path, options);
    } finally {
      // Also when it was stopped: it may be in another phase now.
      this.#stored = await openStored(this.path).catch(() => this.#stored);
    }
  }
}

/**
 * Opens the run in a folder: to evaluate it, export it, predict with it, or resume it.
 *
 * @throws {RunError} If there is none.
 * @throws {LabError} If another version wrote it, or its configuration is invalid.
 * @example
 * const run = await openRun('runs/names-1');
 * const [{ classes }] = await run.predict(['Kowalski']);
 */
export const openRun = (path: string): Promise<Run> => Run.open(path);
