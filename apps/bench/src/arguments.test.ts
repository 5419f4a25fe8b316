import { expect, test } from 'vitest';
import { parseArguments } from './arguments.js';
import { cases } from './cases.js';

test('without options every case is timed, alone', () => {
  expect(parseArguments([])).toEqual({
    mode: 'bench',
    cases,
    peers: [],
    json: false,
    rounds: 7,
    seconds: 1,
    patience: 600,
  });
});

test('cases can follow one another or repeat the option, and run in their own order', () => {
  const names = (args: string[]) => parseArguments(args).cases.map(({ name }) => name);
  expect(names(['--case', 'word-cnn', 'names-lstm128', '--json'])).toEqual(['names-lstm128', 'word-cnn']);
  expect(names(['--case', 'word-cnn', '--case=char-cnn'])).toEqual(['char-cnn', 'word-cnn']);
});

test('a timer is watched for ten seconds', () => {
  expect(parseArguments(['--jitter'])).toMatchObject({ mode: 'jitter', cases, seconds: 10 });
});

test('peers are timed once each', () => {
  expect(parseArguments(['--peer', 'tfjs', '--peer', 'torch', '--peer', 'tfjs']).peers).toEqual([
    'torch',
    'tfjs',
  ]);
});

test.each([
  [['--case', 'name-lstm128'], 'There is no case "name-lstm128"; the nearest is "names-lstm128".'],
  [['--peer', 'pytorch'], 'There is no peer "pytorch"; the nearest is "torch".'],
  [['--jsn'], 'There is no option --jsn; the nearest is "--json".'],
  [['names-lstm128'], '"names-lstm128" is no option: choose cases with --case NAME.'],
  [['--case'], 'The option --case needs a value.'],
  [['--case', '--json'], 'The option --case needs a value.'],
  [['--json=yes'], 'The option --json takes no value, received "yes".'],
  [['--rounds', '1.5'], '--rounds must be a whole number above 0, received "1.5".'],
  [['--seconds', '0'], '--seconds must be a number above 0, received "0".'],
  [['--patience', 'none'], '--patience must be a number above 0, received "none".'],
  [['--list', '--json'], 'The option --list does not go with --json.'],
  [['--jitter', '--rounds', '2'], 'The option --jitter does not go with --rounds.'],
  [['--memory', '--peer', 'torch'], 'The option --memory does not go with --peer.'],
  [['--generate', '--peer', 'tfjs'], 'Generation is timed beside torch only, not beside tfjs.'],
  [['--agree', '--case', 'word-cnn'], 'The option --agree does not go with --case.'],
])('%j is refused', (args, sentence) => {
  expect(() => parseArguments(args)).toThrow(sentence);
});
