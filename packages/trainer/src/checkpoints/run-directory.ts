import { appendFile, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelSpec } from '@rnnlab/models';
import { makeFolder, systemError, writeFileAtomic } from '@rnnlab/shared';
import { RunError } from '../errors.js';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from './checkpoint.js';

const CONFIG = 'config.json';
const METRICS = 'metrics.jsonl';
const CHECKPOINT = 'checkpoints/last.safetensors';

/** A training on disk: its configuration, its metrics, the last checkpoint, and other files of the run. */
export class RunDirectory {
  private constructor(readonly path: string) {}

  /**
   * Creates a run in a folder that is new or empty.
   *
   * @param config - The whole configuration, as JSON.
   * @throws {RunError} When the folder is in use or cannot be written.
   */
  static async create(path: string, config: unknown): Promise<RunDirectory> {
    const present = await list(path);
    if (present.length > 0) {
      throw new RunError(
        present.includes(CONFIG)
          ? `The folder ${path} is in use by another run: choose another one, or open that run and resume its checkpoint.`
          : `The folder ${path} is in use by other files: choose another one.`,
      );
    }
    await orRunError('write', path, makeFolder(path));
    const run = new RunDirectory(path);
    await run.writeJson(CONFIG, config);
    return run;
  }

  /**
   * Opens a run that exists.
   *
   * @throws {RunError} When there is no run in the folder.
   */
  static async open(path: string): Promise<RunDirectory> {
    const present = await list(path);
    if (!present.includes(CONFIG)) {
      throw new RunError(`There is no run in ${path}: ${await whyNoRun(path, present)}.`);
    }
    return new RunDirectory(path);
  }

  /** Returns the path of a file of the run. */
  file(name: string): string {
    return join(this.path, name);
  }

  /**
   * Writes a whole file or nothing, and creates its folder.
   *
   * @throws {RunError} When it cannot be written, as do all methods that write.
   */
  write(name: string, content: string | Uint8Array): Promise<void> {
    const path = this.file(name);
    return orRunError('write', path, writeFileAtomic(path, content));
  }

  /** Writes a file as JSON. */
  writeJson(name: string, value: unknown): Promise<void> {
    return this.write(name, `${JSON.stringify(value, null, 2)}\n`);
  }

  /**
   * Reads a file.
   *
   * @throws {RunError} When it cannot be read.
   */
  read(name: string): Promise<Uint8Array> {
    const path = this.file(name);
    return orRunError('read', path, readFile(path));
  }

  /**
   * Reads a file as JSON.
   *
   * @throws {RunError} When it cannot be read or is not JSON.
   */
  async readJson<T>(name: string): Promise<T> {
    const text = new TextDecoder().decode(await this.read(name));
    try {
      return JSON.parse(text);
    } catch {
      throw new RunError(`${this.file(name)} is not JSON.`);
    }
  }

  /** Reads the configuration that was given to `create`. */
  config<T>(): Promise<T> {
    return this.readJson<T>(CONFIG);
  }

  /** Appends a line to the metrics. */
  log(record: object): Promise<void> {
    const path = this.file(METRICS);
    return orRunError('write', path, appendFile(path, `${JSON.stringify(record)}\n`));
  }

  /** Drops the metrics after a step: a run that resumes a checkpoint logs them again. */
  async rewindMetrics(step: number): Promise<void> {
    const present = (await list(this.path)).includes(METRICS);
    const lines = present ? new TextDecoder().decode(await this.read(METRICS)).split('\n') : [];
    const kept = lines.filter((line) => {
      try {
        return (JSON.parse(line) as { step: number }).step <= step;
      } catch {
        return false; // The last line of a run that was killed may be cut off.
      }
    });
    await this.write(METRICS, kept.map((line) => `${line}\n`).join(''));
  }

  /** Writes the last checkpoint. */
  save(spec: ModelSpec, checkpoint: Checkpoint): Promise<void> {
    return this.write(CHECKPOINT, encodeCheckpoint(spec, checkpoint));
  }

  /**
   * Reads the last checkpoint.
   *
   * @throws {RunError} When there is none, or it is damaged or of another model.
   */
  async restore(spec: ModelSpec): Promise<Checkpoint> {
    const bytes = await this.read(CHECKPOINT);
    try {
      return decodeCheckpoint(spec, bytes);
    } catch (error) {
      const { message } = error as Error;
      throw new RunError(
        `Cannot read ${this.file(CHECKPOINT)}: ${message[0]?.toLowerCase()}${message.slice(1)}`,
      );
    }
  }
}

/** The reason why there is no run in a folder. */
async function whyNoRun(path: string, present: readonly string[]): Promise<string> {
  if (present.length > 0) return `it has no ${CONFIG}`;
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() ? 'it is a file, expected a folder' : 'the folder does not exist or is empty';
}

async function list(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // ENOTDIR: a part of the path is a file.
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw systemError('read', path, error, RunError);
  }
}

/** Turns an error of the file system into a RunError with the path and the reason. */
const orRunError = <Result>(action: 'read' | 'write', path: string, work: Promise<Result>): Promise<Result> =>
  work.catch((error: unknown) => {
    throw systemError(action, path, error, RunError);
  });
