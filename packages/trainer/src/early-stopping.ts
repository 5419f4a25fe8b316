import type { EpochRecord } from './history.js';

/** What can decide which epoch is the best. */
export const monitors = ['validationLoss', 'validationAccuracy', 'trainLoss'] as const;

export type Monitor = (typeof monitors)[number];

export interface Best {
  epoch: number;
  value: number;
}

/**
 * True if a record is better than the best so far: a lower loss or a higher accuracy. Equal is not better, so
 * that the first of equal epochs is kept; nor is what is not a number.
 */
export function isBetter(monitor: Monitor, record: EpochRecord, best: Best | undefined): boolean {
  const value = record[monitor];
  if (value === undefined || !Number.isFinite(value)) return false;
  if (!best) return true;
  return monitor === 'validationAccuracy' ? value > best.value : value < best.value;
}
