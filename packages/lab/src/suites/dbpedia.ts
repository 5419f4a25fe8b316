import type { MeanOf, Suite } from './suite.js';

const inputs = { char: 'characters', word: 'words' };
const cells = { rnn: 'RNN', lstm: 'LSTM', gru: 'GRU' };

/** Recipes of the three cells, with what each is called. */
const ofCells = (name: (cell: string) => string, label: (cell: string) => string): Record<string, string> =>
  Object.fromEntries(Object.entries(cells).map(([cell, title]) => [`dbpedia-${name(cell)}`, label(title)]));

const single = (input: string): Record<string, string> =>
  ofCells(
    (cell) => `${input}-${cell}`,
    (cell) => cell,
  );
const stacked = (input: string): Record<string, string> =>
  ofCells(
    (cell) => `${input}-stacked-${cell}`,
    (cell) => `2 × ${cell}`,
  );
const clipped = (input: string): Record<string, string> =>
  ofCells(
    (cell) => `${input}-stacked-${cell}-clipped`,
    (cell) => `2 × ${cell}, clipped`,
  );

const models = {
  'dbpedia-char-cnn': 'char CNN',
  'dbpedia-word-cnn': 'word CNN',
  'dbpedia-char-gru': 'char GRU',
  'dbpedia-word-gru': 'word GRU',
};

/** Describes the effect of reading padding, from the numbers. */
function paddingCaption(mean: MeanOf): string {
  const of = (recipe: string): number => mean(`dbpedia-word-${recipe}`, 'test accuracy');
  const [rnn, rnnRead, lstm, lstmRead] = [of('rnn'), of('rnn-padded'), of('lstm'), of('lstm-padded')];
  if (![rnn, rnnRead, lstm, lstmRead].every(Number.isFinite)) return '';
  const share = (value: number): string => value.toFixed(3).replace(/^0/, '');
  const [costOfRnn, costOfLstm] = [rnn - rnnRead, lstm - lstmRead];
  const first =
    `With padding masked, the RNN is right on ${share(rnn)} of the test texts and the LSTM on ${share(lstm)}; when it is read, ` +
    `as in the report, on ${share(rnnRead)} and ${share(lstmRead)}, where guessing gives ${share(1 / 14)}.`;
  const second =
    costOfRnn > 0 && costOfLstm > 0
      ? `Reading it costs ${share(costOfRnn)} and ${share(costOfLstm)}: the text has to be kept over many steps that hold nothing, which ` +
        `${rnnRead < lstmRead ? 'the RNN does worse than the LSTM' : 'the gates of the LSTM do no better than the RNN'}.`
      : 'So the padding does not explain what the report found.';
  return `${first} ${second}`;
}

export const dbpedia: Suite = {
  name: 'dbpedia',
  title: 'DBpedia text classification',
  summary: 'Which of 14 classes is a first paragraph of Wikipedia about?',
  report: 'report 004, part B',
  data: 'dbpedia',
  samples: ['dbpedia-word-gru'],
  bars: [
    {
      name: 'accuracy',
      title: 'Accuracy of the four models, with dropout too',
      recipes: Object.fromEntries(
        Object.entries(models).flatMap(([recipe, name]) => [
          [recipe, name],
          [`${recipe}-dropout`, `${name}, dropout`],
        ]),
      ),
      measure: 'test accuracy',
    },
    ...Object.entries(inputs).map(([input, unit]) => ({
      name: `recurrent-${input}`,
      title: `Accuracy of the recurrent models of ${unit}`,
      recipes: { ...single(input), ...stacked(input), ...clipped(input) },
      measure: 'test accuracy',
    })),
    {
      name: 'padding-bars',
      title: 'Padding masked and read: test accuracy',
      recipes: {
        'dbpedia-word-rnn': 'word RNN, masked',
        'dbpedia-word-rnn-padded': 'word RNN, read',
        'dbpedia-word-lstm': 'word LSTM, masked',
        'dbpedia-word-lstm-padded': 'word LSTM, read',
        'dbpedia-char-rnn': 'char RNN, masked',
        'dbpedia-char-rnn-padded': 'char RNN, read',
      },
      measure: 'test accuracy',
      caption: paddingCaption,
    },
  ],
  curves: [
    { name: 'models', title: 'Four models', recipes: models },
    ...Object.entries(inputs).flatMap(([input, unit]) => [
      {
        name: `cells-${input}`,
        title: `Cells on ${unit}, one and two layers`,
        recipes: { ...single(input), ...stacked(input) },
        single: true,
      },
      {
        name: `clipped-${input}`,
        title: `Two layers on ${unit}, clipped and not`,
        recipes: { ...stacked(input), ...clipped(input) },
        single: true,
      },
    ]),
    {
      name: 'padding',
      title: 'Padding masked and read, words',
      recipes: {
        'dbpedia-word-rnn': 'RNN, masked',
        'dbpedia-word-rnn-padded': 'RNN, read',
        'dbpedia-word-lstm': 'LSTM, masked',
        'dbpedia-word-lstm-padded': 'LSTM, read',
      },
    },
  ],
};
