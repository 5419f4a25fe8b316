import { optimizers as trainedWith } from '@rnnlab/onnx';
import { schedules as trainerSchedules } from '@rnnlab/trainer';
import { describe, expect, it } from 'vitest';
import { checkSettings } from '../settings/check.js';
import { flatten, optionsFor } from '../settings/flatten.js';
import { learningRateFactor, optimizers, schedules } from '../settings/optimization.js';
import { settingText } from '../settings/option.js';
import { describeRecipe, recipeOf, recipes } from './index.js';
import { names } from './names.js';
import { extendRecipe, type Recipe } from './recipe.js';

describe('recipes', () => {
  it.each(Object.values(recipes).map((recipe) => [recipe.name, recipe] as const))(
    '%s decides every setting with a value that the setting takes',
    (name, { settings }) => {
      expect(() => checkSettings(settings, name)).not.toThrow();
      const flat = flatten(settings);
      expect([...flat.keys()].sort()).toEqual([...optionsFor(flat).keys()].sort());
    },
  );

  it.each(Object.keys(recipes))('the description of %s has every setting with its value', (name) => {
    const described = describeRecipe(name).settings.map(({ key, value }) => [key, value]);
    const flat = flatten(recipes[name]!.settings);
    expect(described).toEqual([...optionsFor(flat).keys()].map((key) => [key, settingText(flat.get(key))]));
  });

  it('have a quick form in every suite', () => {
    const suitesOf = (some: readonly Recipe[]) => new Set(some.map(({ experiment }) => experiment?.suite));
    const experiments = Object.values(recipes).filter(({ experiment }) => experiment);
    expect(suitesOf(experiments.filter(({ quick }) => quick))).toEqual(suitesOf(experiments));
    expect(suitesOf(experiments)).toContain('startrek');
  });

  it('are found by name, and the nearest is named for a wrong one', () => {
    expect(recipeOf('names')).toBe(names);
    expect(() => recipeOf('nams')).toThrow('There is no recipe "nams"; the nearest is "names".');
    expect(() => recipeOf('constructor')).toThrow('There is no recipe');
  });

  it('extend one another: all other settings are the same', () => {
    const small = extendRecipe(
      names,
      { name: 'small', summary: 'Fewer units.' },
      { model: { preset: 'sequence-classifier', units: 8 } },
    );
    expect(small.settings.model).toEqual({ ...names.settings.model, units: 8 });
    expect(small.settings.tokenizer).toEqual(names.settings.tokenizer);
    expect(small.unit).toBe('name');
  });

  it('extend with another kind from that kind’s defaults', () => {
    const sgd = extendRecipe(names, { name: 'sgd', summary: '' }, { optimizer: { type: 'sgd' } });
    expect(sgd.settings.optimizer).toMatchObject({
      type: 'sgd',
      momentum: 0,
      clipNorm: null,
      gradientAccumulationSteps: 1,
    });
  });
});

describe('checkSettings', () => {
  it('refuses settings from a file that have a key too many, or one too few', () => {
    const { batchSize: _, ...less } = names.settings;
    expect(() => checkSettings({ ...names.settings, speed: 2 } as never, 'names')).toThrow(
      'no setting "speed"',
    );
    expect(() => checkSettings(less as never, 'names')).toThrow('batchSize must be');
  });
});

describe('learningRateFactor', () => {
  it('scales from a batch of 32 by the rule of the recipe', () => {
    const factor = (batch: number, learningRateScaling: 'none' | 'square-root' | 'linear') =>
      learningRateFactor({ ...names.settings, batchSize: batch, learningRateScaling });
    expect(factor(32, 'square-root')).toBe(1);
    expect(factor(8, 'square-root')).toBeCloseTo(0.5);
    expect(factor(8, 'linear')).toBeCloseTo(0.25);
    expect(factor(8, 'none')).toBe(1);
  });
});

describe('registries', () => {
  it('offer every optimizer and schedule that can be trained with', () => {
    expect(Object.keys(optimizers).sort()).toEqual(Object.keys(trainedWith).sort());
    expect(Object.keys(schedules).sort()).toEqual(Object.keys(trainerSchedules).sort());
  });
});
