import { share } from '@rnnlab/shared';
import type { EpochRecord } from '@rnnlab/trainer';
import { loss } from '../terminal/loss.js';

const column = (text: string): string => text.padStart(12);

export const EPOCH_HEADER = `${'epoch'.padStart(9)}${['train loss', 'accuracy', 'valid. loss', 'accuracy'].map(column).join('')}`;

/** The numbers of an epoch under {@link EPOCH_HEADER}. */
export function epochLine(record: EpochRecord, { epochs, best }: { epochs: number; best: boolean }): string {
  const { trainLoss, trainAccuracy, validationLoss, validationAccuracy } = record;
  const numbers = [
    loss(trainLoss),
    share(trainAccuracy),
    validationLoss === undefined ? '' : loss(validationLoss),
    validationAccuracy === undefined ? '' : share(validationAccuracy),
  ];
  const line = `${`${record.epoch}/${epochs}`.padStart(9)}${numbers.map(column).join('')}`;
  return best ? `${line}  best` : line;
}
