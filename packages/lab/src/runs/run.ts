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
  movedTo,
  openStored,
  type Result,
  resultOf,
  type StoredRun,
} from './stored-run.js';

export interface ExportOptions {
  /** Where the file goes; default `model.onnx` in the run directory. */
  out?: string;
  /** Layers whose outputs the file gives too, such as `conv1`. */
  layers?: readonly string[];
}

/** What `export` wrote. */
export interface ExportedFile {
  path: string;
  bytes: number;
  /** The epoch that the parameters are of. */
  epoch: number;
}

/** A training on disk. Whatever is read of it is read when it is asked for. */
export class Run {
  #stored: StoredRun;

  private constructor(stored: StoredRun) {
    this.#stored = stored;
  }

  /**
   * Opens the run in a folder.
   *
   * @throws RunError or LabError if there is none, or one of another version.
   */
  static async open(path: string): Promise<Run> {
    checkValue('The folder of a run', path, aPath, LabError);
    return new Run(await openStored(path));
  }

  /** The run directory. */
  get path(): string {
    return this.#stored.directory.path;
  }

  /** What it was made from: recipe, settings, model, data, versions. */
  get config(): Config {
    return this.#stored.config;
  }

  /** The path of one of its files: `model.onnx`, `report.html`. */
  file(name: string): string {
    return this.#stored.directory.file(name);
  }

  /**
   * What it came to.
   *
   * @throws LabError if it is not finished.
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

  /** The records of all epochs that were completed. */
  history(): Promise<EpochRecord[]> {
    return historyOf(this.#stored);
  }

  /**
   * Its exported model, to predict or to write with; close it when you are done.
   *
   * @param input - What it must read, as with `loadModel` of `@rnnlab/inference`.
   * @throws LabError if there is no `model.onnx` yet, InferenceError if it is of another kind.
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
   * The likeliest classes of some texts, by the exported model.
   *
   * @param options.top - Classes of each text; default 3.
   * @throws InferenceError if the model does not classify texts, or a text cannot be read.
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
   * Scores the best parameters so far on the test split again; of an interrupted run too.
   *
   * @throws LabError if the data have changed, or the engine is one that must be given.
   */
  evaluate(options: EvaluateOptions = {}): Promise<Evaluation> {
    return evaluateStored(this.#stored, options);
  }

  /**
   * Writes the best parameters so far as one ONNX file with tokenizer and labels. Training does that at its end.
   *
   * @throws LabError if layers are asked for of a language model, SpecError if there is no such layer.
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
   * Makes the figures and `report.html` again.
   *
   * @param options.data - Where the data lie now, if they were moved.
   * @throws LabError if the run is not finished, or the data have changed.
   */
  async report(options: { data?: string | undefined } = {}): Promise<void> {
    checkOptions('report', options, { data: aPath }, LabError);
    const result = await this.result();
    const stored = movedTo(this.#stored, options.data);
    const { directory, config } = stored;
    const data = await dataOf(stored);
    const history = await this.history();
    await writeReport(directory, { config, data, labels: data.labels, history, result });
  }

  /**
   * Trains on from where it stands to its end: to the same weights, bit for bit, as if it had never stopped.
   *
   * @returns What it came to.
   * @throws LabError if it is finished and no setting begins another phase, or if the data have changed.
   * @throws InterruptedError when the signal was aborted.
   */
  async resume(options: ResumeOptions = {}): Promise<Result> {
    try {
      return await resumeRun(this.path, options);
    } finally {
      // Also where it was stopped: it may stand in another phase now.
      this.#stored = await openStored(this.path).catch(() => this.#stored);
    }
  }
}

/**
 * Opens the run in a folder: to evaluate it, export it, predict with it, or resume it.
 *
 * @throws RunError or LabError if there is none, or one of another version.
 * @example
 * const run = await openRun('runs/names-1');
 * const [{ classes }] = await run.predict(['Kowalski']);
 */
export const openRun = (path: string): Promise<Run> => Run.open(path);
