import { expect, test } from 'vitest';
import { tokenizerTypes } from './tokenizer-types.js';

const texts = ['Low lower lowest', 'low low'];

test.each(Object.entries(tokenizerTypes))(
  '%s is trained with its options',
  (_, { options, train, description }) => {
    expect(description).toMatch(/^[A-Z]/);
    const defaults = Object.fromEntries(
      Object.entries(options).flatMap(([name, option]) =>
        'default' in option ? [[name, option.default]] : [],
      ),
    );
    const tokenizer = train(texts, { ...defaults, lowercase: true });
    expect(tokenizer.decode(tokenizer.encode('low'))).toBe('low');
  },
);
