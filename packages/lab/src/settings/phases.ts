import { flatten, override } from './flatten.js';
import type { Overrides, Settings } from './settings.js';

/** How the rest of a training goes on from where another way of training it ended. */
export interface Phase
  extends Pick<Settings, 'learningRate' | 'learningRateScaling' | 'schedule' | 'patience'> {
  /** Passes over the examples in this phase. */
  epochs: number;
  /** It begins when so many updates are done, if it is not to wait for the end of the phase before. */
  afterStep?: number;
}

/** Settings, by their dotted keys, with which another phase begins. */
export const beginsPhase = (key: string): boolean =>
  ['learningRate', 'learningRateScaling'].includes(key) || key.startsWith('schedule.');

/** Settings that a phase may have otherwise than the one before. */
export const isOfPhase = (key: string): boolean => beginsPhase(key) || key === 'epochs' || key === 'patience';

/** What of some settings makes a phase. */
export const phaseOf = ({
  learningRate,
  learningRateScaling,
  schedule,
  patience,
  epochs,
}: Settings): Phase => ({ learningRate, learningRateScaling, schedule, patience, epochs });

/** The settings in one of a run's phases. */
export function settingsIn(settings: Settings, phases: readonly Phase[], number: number): Settings {
  const phase = phases[number - 2];
  if (!phase) return settings;
  const { afterStep: _, ...changes } = phase;
  return override(settings, changes as Overrides);
}

/** Epochs of all phases together. */
export const plannedEpochs = (settings: Settings, phases: readonly Phase[] = []): number =>
  phases.reduce((sum, { epochs }) => sum + epochs, settings.epochs);

/** The settings in which a phase differs from the one before, by their dotted keys. */
export function changesOf(before: Settings, after: Settings): [key: string, value: unknown][] {
  const was = flatten(before);
  return [...flatten(after)].filter(([key, value]) => isOfPhase(key) && was.get(key) !== value);
}
