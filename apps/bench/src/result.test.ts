import { expect, test } from 'vitest';
import { cases } from './cases.js';
import { resultOf, table } from './result.js';

const benchmark = cases[0]!;
const measurement = { ms: [2, 100, 2.1], flopsPerMs: [1e6, 2e6, 3e6], rssMb: 99.6, compileMs: 12.3 };

test('a line has the fields that readers of --json expect, in their order', () => {
  const result = resultOf(benchmark, 2.1e6, measurement, { name: 'torch', ms: [8.4, 4.2, 4.1] });
  expect(JSON.parse(JSON.stringify(result))).toEqual({
    case: 'names-lstm128',
    engine: 'onnxruntime',
    ms_per_step: 2.1,
    peer: 'torch',
    peer_ms_per_step: 4.2,
    ratio: 2,
    gemm_limit_ms: 1.05,
    gemm_fraction: 0.5,
    rss_mb: 100,
    compile_ms: 12,
  });
  expect(Object.keys(result).join()).toBe(
    'case,engine,ms_per_step,peer,peer_ms_per_step,ratio,gemm_limit_ms,gemm_fraction,rss_mb,compile_ms',
  );
});

test('what was not measured is null', () => {
  expect(resultOf(benchmark, 1, measurement)).toMatchObject({
    peer: null,
    peer_ms_per_step: null,
    ratio: null,
  });
  expect(resultOf(benchmark, 1, measurement, { name: 'torch', ms: [] })).toMatchObject({
    peer: 'torch',
    peer_ms_per_step: null,
    ratio: null,
  });
});

test('the table has the peer only where there is one, and its columns are aligned with their titles', () => {
  const without = table(false);
  expect(without.head).not.toContain('ratio');
  const { head, line } = table(true);
  const row = line(resultOf(benchmark, 2.1e6, measurement, { name: 'torch', ms: [4.2] }));
  expect(row).toHaveLength(head.length);
  expect(row.trim().split(/ +/)).toEqual([
    'names-lstm128',
    '2.1',
    'torch',
    '4.2',
    '2.00',
    '1.05',
    '0.50',
    '100',
    '12',
  ]);
  expect(line(resultOf(benchmark, 1, measurement, { name: 'tfjs', ms: [] }))).toContain(
    'tfjs        –      –',
  );
});
