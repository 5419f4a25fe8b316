import { type SampleSequence, sampleTable } from '@rnnlab/plotting';
import type { SuiteFigure } from '@rnnlab/report';
import type { SamplePrediction } from '../../tasks/task.js';
import type { ExperimentResults } from '../suite-results.js';

/**
 * Some sequences of the first run of an experiment, with label and prediction.
 *
 * @param name - What the model is called.
 */
export function sequenceFigure(experiment: ExperimentResults | undefined, name: string): SuiteFigure[] {
  const run = experiment?.runs[0];
  if (!run || run.samples.length === 0) return [];
  const { dataset } = run.settings;
  const sums = dataset.type === 'binary-addition';
  const asked = 'nth' in dataset ? dataset.nth : undefined;
  return [
    {
      name: `sequences-${experiment!.recipe}`,
      caption: sums
        ? `Test sums, the first of some lengths; ${experiment!.recipe}, seed ${run.seed}. Numbers are read from their right end.`
        : `Test sequences that ask for different digits, the first of each; ${experiment!.recipe}, seed ${run.seed}. The number that is asked for is marked.`,
      svg: sampleTable({
        title: `${name}: ${sums ? 'sums' : 'sequences'}`,
        samples: run.samples.map((sample) => (sums ? sum(sample) : sequence(sample, asked))),
        ...(sums && { align: 'right' as const }),
      }),
    },
  ];
}

const sum = ({ text, label, predicted }: SamplePrediction): SampleSequence => ({
  input: text.split(' + ').map((bits, k) => ({ label: k === 0 ? 'number' : '+ number', symbols: [...bits] })),
  truth: [...label],
  prediction: [...predicted],
});

/** @param nth - Which number is asked for, from 1. */
const sequence = ({ text, label, predicted }: SamplePrediction, nth: number | undefined): SampleSequence => ({
  input: [{ symbols: text.split(' '), ...(nth !== undefined && { marks: [nth - 1] }) }],
  truth: [label],
  prediction: [predicted],
});
