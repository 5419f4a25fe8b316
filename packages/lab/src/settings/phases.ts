import { flatten, override } from './flatten.js';
import type { Overrides, Settings } from './settings.js';

/** A further phase of a training: it continues from the end of the phase before with other settings. */
export interface Phase
  extends Pick<Settings, 'learningRate' | 'learningRateScaling' | 'schedule' | 'patience'> {
  /** Epochs of this phase. */
  epochs: number;
  /** Updates after which it begins. Default: at the end of the phase before. */
  afterStep?: number;
}

/** Whether a setting, by its dotted key, begins another phase when it changes. */
export const beginsPhase = (key: string): boolean =>
  ['learningRate', 'learningRateScaling'].includes(key) || key.startsWith('schedule.');

/** Whether a setting may differ between phases. */
export const isOfPhase = (key: string): boolean => beginsPhase(key) || key === 'epochs' || key === 'patience';

/** The settings of a training as those of a further phase. */
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
