import { expect, test } from 'vitest';
import { type Case, checkGradients, real } from '../../test/check-gradients.js';
import { withSession } from '../../test/session.js';
import { Graph } from '../graph/graph.js';
import { convolveTime } from './convolve-time.js';

const sizes = [
  { size: 1, dilation: 1 },
  { size: 2, dilation: 1 },
  { size: 3, dilation: 2 },
  { size: 2, dilation: 5 },
];

test('the gradient of a convolution over time, in float64 and in float32', async () => {
  const cases = sizes.flatMap(({ size, dilation }) =>
    [
      [1, 1],
      [3, 2],
      [2, 4],
    ].map(
      ([features, units]): Case => ({
        name: `size ${size}, dilation ${dilation}, ${features} to ${units}`,
        inputs: [real([7, 'batch', features!]), real([units!, features!, size]), real([units!])],
        build: ([x, kernel, bias]) => convolveTime(x!, kernel!, bias!, dilation),
      }),
    ),
  );
  await checkGradients(cases, { single: true });
});

test('what it gives is its definition', async () => {
  for (const { size, dilation } of sizes) {
    const [x, kernel, bias] = [real([7, 2, 3]), real([2, 3, size]), real([2])];
    const graph = new Graph();
    const [a, b, c] = [x, kernel, bias].map(({ shape }, k) => graph.input(`input_${k}`, 'float64', shape));
    const y = convolveTime(a!, b!, c!, dilation);
    graph.output('y', y);
    const results = await withSession(graph, (session) => {
      const feeds = [x, kernel, bias].map(({ dims, data }, k) => [
        `input_${k}`,
        { type: 'float64' as const, dims, data },
      ]);
      return session.run(Object.fromEntries(feeds));
    });
    const steps = 7 - (size - 1) * dilation;
    expect(results.y!.dims).toEqual([steps, 2, 2]);
    results.y!.data.forEach((value, index) => {
      const [step, example, unit] = [Math.floor(index / 4), Math.floor(index / 2) % 2, index % 2];
      let sum = bias.data[unit]!;
      for (let k = 0; k < size; k++)
        for (let feature = 0; feature < 3; feature++)
          sum +=
            x.data[((step + k * dilation) * 2 + example) * 3 + feature]! *
            kernel.data[(unit * 3 + feature) * size + k]!;
      expect(value).toBeCloseTo(sum, 12);
    });
  }
});
