import type { PoolKind, Window2d } from '@rnnlab/models';
import { emit, emitOne, type Op, type Value } from '../graph/graph.js';
import { staticDim } from '../graph/shapes.js';
import { dataOf } from '../graph/types.js';
import { relu } from './activations.js';
import { mul } from './arithmetic.js';
import { outputSize } from './convolution.js';
import { fillLike } from './creation.js';
import { scatterAdd } from './gather.js';
import { collapse, reshapeLike } from './shape.js';

const poolAttributes = (windows: Window2d) => ({
  kernel_shape: windows.map(({ size }) => size),
  strides: windows.map(({ stride }) => stride),
  pads: [...windows.map(({ padding }) => padding[0]), ...windows.map(({ padding }) => padding[1])],
});

const pooledType = (x: Value, windows: Window2d) => ({
  type: x.type,
  shape: [x.dim(0), x.dim(1), ...windows.map((window, k) => outputSize(staticDim(x, k + 2), window))],
});

/** Windows over images `[batch, channels, height, width]`. */
export function pool(x: Value, kind: PoolKind, windows: Window2d): Value {
  if (kind === 'average') return averagePool(x, windows);
  // ReLU and maximum commute; on the smaller image ReLU costs less.
  return x.node?.op.type === 'Relu' ? relu(maxPool(x.node.inputs[0]!, windows)) : maxPool(x, windows);
}

/** The largest entry of each window; the adjoint goes to the index where it is. */
function maxPool(x: Value, windows: Window2d): Value {
  const op: Op = {
    type: 'MaxPool',
    infer: () => {
      const result = pooledType(x, windows);
      return [result, { type: 'int64', shape: result.shape }];
    },
    vjp: ({ inputs: [x], outputs: [, indices], adjoints: [dy] }) => {
      const zeros = fillLike(collapse(x!, 0), 0);
      const flat = scatterAdd(zeros, collapse(indices!, 0), collapse(dy!, 0));
      return [reshapeLike(flat, x!)];
    },
  };
  return emit(op, [x], poolAttributes(windows))[0]!;
}

/** The mean of each window, of as many entries as it covers. */
function averagePool(x: Value, windows: Window2d): Value {
  const op: Op = {
    type: 'AveragePool',
    infer: () => [pooledType(x, windows)],
    vjp: ({ inputs: [x], adjoints: [dy] }) => [averageAdjoint(dy!, x!, windows)],
  };
  return emitOne(op, [x], { ...poolAttributes(windows), count_include_pad: 0 });
}

/** Each window hands its adjoint, over the number of entries it covers, to all of them. */
function averageAdjoint(dy: Value, x: Value, windows: Window2d): Value {
  const [height, width] = [staticDim(dy, 2), staticDim(dy, 3)];
  const covered = windows.map((window, axis) =>
    Array.from({ length: axis === 0 ? height : width }, (_, k) =>
      coverage(window, k, staticDim(x, axis + 2)),
    ),
  );
  const shares = covered[0]!.flatMap((h) => covered[1]!.map((w) => 1 / (h * w)));
  const { graph } = dy;
  const scale = graph.constant('shares', dy.type, [height, width], dataOf(dy.type, shares));
  const channels = staticDim(x, 1);
  const sizes = windows.map(({ size }) => size);
  const ones = Array<number>(channels * sizes[0]! * sizes[1]!).fill(1);
  const kernel = graph.constant('ones', dy.type, [channels, 1, ...sizes], dataOf(dy.type, ones));
  const { strides, pads } = poolAttributes(windows);
  const outputPadding = windows.map(({ size, stride, padding: [before, after] }, axis) => {
    return staticDim(x, axis + 2) + before + after - (staticDim(dy, axis + 2) - 1) * stride - size;
  });
  const op: Op = { type: 'ConvTranspose', infer: () => [{ type: x.type, shape: x.shape }] };
  return emitOne(op, [mul(dy, scale), kernel], {
    strides,
    pads,
    group: channels,
    output_padding: outputPadding,
  });
}

/** How many entries of an axis the window at position `k` covers. */
function coverage({ size, stride, padding }: Window2d[number], k: number, entries: number): number {
  const start = k * stride - padding[0];
  return Math.min(entries, start + size) - Math.max(0, start);
}
