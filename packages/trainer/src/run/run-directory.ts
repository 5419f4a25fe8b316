import { appendFile, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelSpec } from '@rnnlab/models';
import { makeFolder, systemError, writeFileAtomic } from '@rnnlab/shared';
import type { Checkpoint } from '../checkpoints/checkpoint.js';
import { decodeCheckpoint, encodeCheckpoint } from '../checkpoints/encode.js';
import { RunError } from './error.js';

const CONFIG = 'config.json';
const METRICS = 'metrics.jsonl';
const CHECKPOINT = 'checkpoints/last.safetensors';

/** A training on disk: its configuration, metrics as they come, the last checkpoint, and what is made of them. */
export class RunDirectory {
  private constructor(readonly path: string) {}

  /**
   * Starts a run in a folder that is new or empty.
   *
   * @param config - The whole recipe, as JSON.
   * @throws RunError if the folder is in use or cannot be written.
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
    await done('write', path, makeFolder(path));
    const run = new RunDirectory(path);
    await run.writeJson(CONFIG, config);
    return run;
  }

  /** @throws RunError if there is no run in the folder. */
  static async open(path: string): Promise<RunDirectory> {
    const present = await list(path);
    if (!present.includes(CONFIG)) {
      throw new RunError(`There is no run in ${path}: ${await whyNoRun(path, present)}.`);
    }
    return new RunDirectory(path);
  }

  file(name: string): string {
    return join(this.path, name);
  }

  /**
   * Writes a whole file or nothing, and its folder if there is none.
   *
   * @throws RunError if it cannot be written, as do all that write.
   */
  write(name: string, content: string | Uint8Array): Promise<void> {
    const path = this.file(name);
    return done('write', path, writeFileAtomic(path, content));
  }

  writeJson(name: string, value: unknown): Promise<void> {
    return this.write(name, `${JSON.stringify(value, null, 2)}\n`);
  }

  /** @throws RunError if the file is missing. */
  read(name: string): Promise<Uint8Array> {
    const path = this.file(name);
    return done('read', path, readFile(path));
  }

  /** @throws RunError if the file is missing or is not JSON. */
  async readJson<T>(name: string): Promise<T> {
    const text = new TextDecoder().decode(await this.read(name));
    try {
      return JSON.parse(text);
    } catch {
      throw new RunError(`${this.file(name)} is not JSON.`);
    }
  }

  config<T>(): Promise<T> {
    return this.readJson<T>(CONFIG);
  }

  /** Adds one line to the metrics. */
  log(record: object): Promise<void> {
    const path = this.file(METRICS);
    return done('write', path, appendFile(path, `${JSON.stringify(record)}\n`));
  }

  /** Drops metrics after a step: a run that goes on from a checkpoint logs them again. */
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

  save(spec: ModelSpec, checkpoint: Checkpoint): Promise<void> {
    return this.write(CHECKPOINT, encodeCheckpoint(spec, checkpoint));
  }

  /** @throws RunError if there is no checkpoint, or it is damaged or of another model. */
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
    // Below a file there is nothing, either.
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw systemError('read', path, error, RunError);
  }
}

/** What was done with a file, or a RunError that says why it could not be. */
const done = <Result>(action: 'read' | 'write', path: string, work: Promise<Result>): Promise<Result> =>
  work.catch((error: unknown) => {
    throw systemError(action, path, error, RunError);
  });
