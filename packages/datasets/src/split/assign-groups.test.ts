import { expect, it } from 'vitest';
import { assignGroups } from './assign-groups.js';

it('deals a large group out before the small ones, wherever it stands', () => {
  const small = Array.from({ length: 10 }, (_, i) => [i]);
  const large = Array.from({ length: 10 }, (_, i) => 10 + i);
  const partOf = assignGroups([...small, large], [0.5, 0.5]);
  expect(partOf.filter((part) => part === 0)).toHaveLength(10);
});
