import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { names } from '../recipes/names.js';
import { applySettings } from './change.js';
import { flatten, optionsFor } from './flatten.js';
import { settingText } from './option.js';

const set = (...assignments: string[]) => applySettings(names, assignments);

describe('applySettings', () => {
  it('changes what is named and nothing else', () => {
    expect(set('model.units=64', 'batchSize=10')).toEqual({
      ...names.settings,
      batchSize: 10,
      model: { ...names.settings.model, units: 64 },
    });
  });

  it('leaves the recipe itself as it was', () => {
    const before = structuredClone(names.settings);
    set('model.cell=gru', 'split.fractions=.5,.25,.25');
    expect(names.settings).toEqual(before);
  });

  it('reads numbers, lists, true, false and none', () => {
    const settings = set(
      'learningRate=1e-4',
      'split.fractions=.5, .25, .25',
      'model.bidirectional=true',
      'patience=3',
    );
    expect(settings.learningRate).toBe(1e-4);
    expect(settings.split?.fractions).toEqual([0.5, 0.25, 0.25]);
    expect(settings.model).toMatchObject({ bidirectional: true });
    expect(settings.patience).toBe(3);
    expect(applySettings({ ...names, settings }, ['patience=none']).patience).toBeNull();
  });

  it('gives a new kind its own defaults, whatever the order of the assignments', () => {
    const expected = { type: 'sgd', momentum: 0.9, nesterov: false, clipNorm: null };
    expect(set('optimizer.type=sgd', 'optimizer.momentum=.9').optimizer).toMatchObject(expected);
    expect(set('optimizer.momentum=.9', 'optimizer.type=sgd').optimizer).toMatchObject(expected);
  });

  it('lets the last of equal keys win', () => {
    expect(set('epochs=2', 'epochs=3').epochs).toBe(3);
  });

  it.each([
    ['model.unit=3', /no setting "model.unit"; the nearest is "model.units"/],
    ['learning_rate=3', /nearest is "learningRate"/],
    ['something=3', /no setting "something"\.$/],
    ['optimizer.momentum=.9', /optimizer.momentum needs optimizer.type=sgd, but optimizer.type is adam/],
    ['dataset.path=x', /dataset.path needs dataset.type=label-folder or .*, but dataset.type is names/],
    ['batchSize=0', /batchSize must be a whole number of at least 1, received "0"/],
    ['batchSize=ten', /received "ten"/],
    ['batchSize=', /received nothing/],
    ['epochs=1.5', /epochs must be a whole number/],
    ['learningRate=-1', /learningRate must be a number above 0, received "-1"/],
    ['learningRate=Infinity', /must be a number above 0/],
    ['model.dropout=1', /model.dropout must be a number from 0 up to, but not including, 1/],
    ['model.cell=lstn', /model.cell must be one of rnn, rnn-relu, gru, .*, received "lstn"/],
    ['model.bidirectional=yes', /must be true or false/],
    ['split.fractions=.8,.2', /three positive numbers whose sum is 1/],
    ['split.fractions=.8,.3,-.1', /three positive numbers/],
    ['optimizer.type=sdg', /must be one of adagrad, adam, adamw, rmsprop, sgd/],
    ['seed=4294967296', /seed must be a whole number from 0 to 4294967295/],
    ['batch', /given as key=value/],
    ['=3', /given as key=value/],
  ])('refuses %s', (assignment, message) => {
    expect(() => set(assignment)).toThrow(message);
  });

  it('takes every setting back as it writes it', () => {
    const flat = flatten(names.settings);
    fc.assert(
      fc.property(fc.shuffledSubarray([...optionsFor(flat).keys()]), (keys) => {
        expect(set(...keys.map((key) => `${key}=${settingText(flat.get(key))}`))).toEqual(names.settings);
      }),
    );
  });
});
