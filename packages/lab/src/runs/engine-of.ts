import type { Engine } from '@rnnlab/trainer';
import { type EngineName, type EngineOption, engineNames, resolveEngine } from '../engines.js';
import { LabError } from '../error.js';
import type { Config } from './config.js';

/**
 * What trained a run, and scores it: the same threads give the same bits.
 *
 * @param own - Another one that is to be used.
 * @throws LabError if it was an engine of somebody's own, and is not given.
 */
export function engineOf(
  { engine, threads }: Pick<Config, 'engine' | 'threads'>,
  own?: EngineOption,
): Engine {
  if (own !== undefined) return resolveEngine(own, threads).engine;
  if (engineNames.includes(engine as EngineName)) return resolveEngine(engine as EngineName, threads).engine;
  throw new LabError(`The run was trained with the engine "${engine}": give that as the option engine.`, {
    option: 'engine',
  });
}
