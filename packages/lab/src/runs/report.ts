import { parameterCount, summarize } from '@rnnlab/models';
import {
  type ConfusedPair,
  type Headline,
  type ReportData,
  type ResultRow,
  renderReport,
  type SampleText,
} from '@rnnlab/report';
import { count } from '@rnnlab/shared';
import type { EpochRecord, RunDirectory } from '@rnnlab/trainer';
import { recipes } from '../recipes/index.js';
import { flatten, optionsFor } from '../settings/flatten.js';
import { learningRateFactor } from '../settings/optimization.js';
import { settingText } from '../settings/option.js';
import { changesOf, plannedEpochs, settingsIn } from '../settings/phases.js';
import type { Settings } from '../settings/settings.js';
import type { WrittenText } from '../tasks/generation.js';
import { modelName } from '../tasks/model.js';
import type { Data, PartScores } from '../tasks/task.js';
import { drawFigures, type Figures, writeFigures } from './figures.js';
import { languageRows, tokenUnit, unitsOf } from './measures.js';
import { linesOf, type SamplesRecord, samplesOf } from './samples.js';
import { settingsCommand } from './settings-command.js';
import type { Config, Result } from './stored-run.js';

/** Everything that a report is made of. */
interface ReportSource {
  config: Config;
  data: Data;
  labels: readonly string[];
  history: readonly EpochRecord[];
  result: Result;
  samples: readonly SamplesRecord[];
  figures: Figures;
}

/** Draws the figures and `report.html` of a run. */
export async function writeReport(
  directory: RunDirectory,
  source: Omit<ReportSource, 'figures' | 'samples'>,
): Promise<void> {
  const { config, history, result, labels } = source;
  const title = `${modelName(config.spec)} on ${config.data.name}`;
  const figures = drawFigures(
    title,
    history,
    result.bestEpoch,
    labels,
    result.test,
    lossUnit(config.settings, result),
  );
  await writeFigures(directory, figures);
  const samples = await samplesOf(directory);
  await directory.write('report.html', renderReport(reportData({ ...source, samples, figures })));
}

function lossUnit(settings: Settings, { test }: Result): string {
  if (settings.loss.type === 'mean-squared-error') return 'mean squared error';
  return `nats per ${test.language ? tokenUnit(settings) : 'prediction'}`;
}

/** The contents of a run's report. */
function reportData({ config, data, labels, history, result, samples, figures }: ReportSource): ReportData {
  const { settings, spec } = config;
  const { card } = data;
  const { test, baseline } = result;
  const units = unitsOf(config, data);
  const severalPhases = history.some(({ phase }) => phase !== undefined);
  return {
    title: `${modelName(spec)} on ${config.data.name}`,
    date: result.finished.slice(0, 10),
    dataset: {
      name: config.data.name,
      ...(card?.description && { description: card.description }),
      ...(card?.license && { license: card.license }),
      ...(card?.source && { source: card.source }),
      splits: Object.entries(result.dataset.parts).map(([name, count]) => ({ name, count })),
      unit: `${units.part}s`,
      classes: labels,
    },
    model: {
      name: modelName(spec),
      layers: summarize(spec).map(({ layer, output, parameters }) => ({ name: layer, output, parameters })),
      parameters: parameterCount(spec),
    },
    training: {
      optimizer: settings.optimizer.type,
      schedule: settings.schedule.type,
      batch: settings.batchSize,
      epochsRun: result.epochs,
      epochsPlanned: plannedEpochs(settings, config.phases),
      bestEpoch: result.bestEpoch,
      seconds: result.seconds,
      seed: settings.seed,
      engine: result.engine,
      stopped:
        result.stopped === 'early'
          ? `early, after ${settings.patience} epochs without a better one`
          : 'all epochs done',
      settings: furtherSettings(config),
    },
    results: {
      headline: test.language
        ? languageHeadline(test, settings)
        : {
            name: labels.length > 0 ? 'test accuracy' : 'test bit accuracy',
            value: test.accuracy,
            interval: test.interval,
            count: test.count,
            ...(baseline && { baseline: { name: `always “${baseline.label}”`, value: baseline.accuracy } }),
          },
      rows: resultRows(result, settings),
    },
    curves: [
      {
        svg: figures.loss,
        caption: 'The training curve is taken while the parameters change, with dropout if there is any.',
      },
      { svg: figures.accuracy },
      ...(figures.lengths ? [{ svg: figures.lengths, caption: lengthCaption(config) }] : []),
    ],
    ...(figures.confusion && { confusion: { svg: figures.confusion } }),
    ...(test.classes && { classes: labels.map((label, k) => ({ label, ...test.classes![k]! })) }),
    ...(test.confusion && { confusedPairs: confusedPairs(test.confusion, labels) }),
    examples: result.predictions,
    samples: sampleTexts(config, result, samples),
    history: {
      columns: [
        'epoch',
        ...(severalPhases ? ['phase'] : []),
        'train loss',
        'train accuracy',
        'validation loss',
        'validation accuracy',
        'learning rate',
      ],
      rows: history.map((record) => [
        record.epoch,
        ...(severalPhases ? [record.phase ?? 1] : []),
        record.trainLoss,
        record.trainAccuracy,
        record.validationLoss ?? null,
        record.validationAccuracy ?? null,
        record.learningRate,
      ]),
    },
    // The command line knows nothing of recipes that were written elsewhere.
    ...(Object.hasOwn(recipes, config.recipe) && {
      reproduce: {
        command: settingsCommand(config),
        note: 'The same versions on the same kind of machine give the same weights, bit for bit.',
      },
    }),
    versions: config.versions,
    warnings: warnings(result),
  };
}

/** The caption of the length figure. */
function lengthCaption({ settings: { dataset } }: Config): string {
  return 'length' in dataset
    ? `Trained on numbers of ${dataset.length} bits only. A sum is exact if all of its bits are right.`
    : 'A sum is exact if all of its bits are right.';
}

function languageHeadline(test: PartScores, settings: Settings): Headline {
  const [{ name, value, format }] = languageRows(test, settings);
  return {
    name: `${name} in the test`,
    value,
    format,
    better: 'lower',
    count: test.count,
    unit: `${tokenUnit(settings)}s`,
  };
}

/** Epochs whose texts are shown beside the last ones. */
const EPOCHS_SHOWN = 4;

/** Texts that the best parameters generate, and those of some epochs before. */
function sampleTexts(
  { settings }: Config,
  { texts = [], bestEpoch }: Result,
  records: readonly SamplesRecord[],
): SampleText[] {
  if (texts.length === 0) return [];
  const shown = Math.min(EPOCHS_SHOWN, records.length);
  const some = Array.from({ length: shown }, (_, k) => records[Math.floor((k * records.length) / shown)]!);
  const textOf = (written: readonly WrittenText[]): string => linesOf(written).join('\n').trimEnd();
  return [
    {
      label: `The exported model, of epoch ${bestEpoch}, temperature ${settings.samples!.temperature}`,
      text: textOf(texts),
    },
    ...some.map(({ epoch, step, texts }) => ({
      label: `Epoch ${epoch}, after ${count(step)} updates`,
      text: textOf(texts),
    })),
  ];
}

function resultRows({ test, train, distinct, parameters, novelty }: Result, settings: Settings): ResultRow[] {
  if (test.language) {
    return [
      ...languageRows(test, settings).slice(1),
      ...(novelty
        ? [
            {
              name: 'new lines',
              value: novelty.share,
              note: `Of ${count(novelty.count)} generated lines, those that are not in the training part.`,
            },
          ]
        : []),
      { name: 'parameters', value: parameters, format: 'number' as const },
    ];
  }
  return [
    ...(distinct
      ? [
          {
            name: 'accuracy on a split by distinct text',
            value: distinct.accuracy,
            interval: distinct.interval,
            note: 'Trained once more: no text of its test part was seen in training.',
          },
        ]
      : []),
    ...(test.top3 === undefined
      ? []
      : [
          {
            name: 'top-3 accuracy',
            value: test.top3,
            note: 'The label is among the three most probable classes.',
          },
        ]),
    ...(test.macroF1 === undefined
      ? []
      : [{ name: 'macro F1', value: test.macroF1, note: 'Every class counts the same, however rare.' }]),
    ...(train?.balancedAccuracy === undefined
      ? []
      : [
          {
            name: 'balanced accuracy in training',
            value: train.balancedAccuracy,
            note: 'Mean recall of the classes on the training examples.',
          },
        ]),
    { name: 'test loss', value: test.loss, format: 'number' as const, note: 'Mean per prediction.' },
    { name: 'parameters', value: parameters, format: 'number' as const },
  ];
}

function furtherSettings({ settings, phases = [], recipe }: Config): Record<string, string> {
  const flat = flatten(settings);
  const shown = [...optionsFor(flat).keys()].filter(
    (key) =>
      /^(split|tokenizer|model|loss|optimizer|schedule)\./.test(key) ||
      key === 'monitor' ||
      key === 'patience',
  );
  return {
    recipe,
    'learning rate': `${settings.learningRate} for a batch of 32, ${settings.learningRate * learningRateFactor(settings)} for this one`,
    ...Object.fromEntries(shown.map((key) => [key, settingText(flat.get(key))])),
    ...Object.fromEntries(
      phases.map((_, k) => {
        const changes = changesOf(settingsIn(settings, phases, k + 1), settingsIn(settings, phases, k + 2));
        return [`phase ${k + 2}`, changes.map(([key, value]) => `${key}=${settingText(value)}`).join(', ')];
      }),
    ),
  };
}

function confusedPairs(confusion: readonly (readonly number[])[], labels: readonly string[]): ConfusedPair[] {
  return confusion
    .flatMap((row, label) => {
      const of = row.reduce((sum, value) => sum + value, 0);
      return row.flatMap((count, predicted) =>
        label === predicted || count === 0
          ? []
          : [{ label: labels[label]!, predicted: labels[predicted]!, count, of }],
      );
    })
    .sort((a, b) => b.count - a.count)
    .slice(0, 10);
}

function warnings({ distinct, unit }: Result): string[] {
  if (!distinct) return [];
  return [
    `${(distinct.repeats * 100).toFixed(0)} % of the ${unit}s repeat, so a random split shows some ${unit}s of the test part in training; the accuracy on distinct ${unit}s is that to expect for new ${unit}s.`,
  ];
}
