import type { Window2d } from '@rnnlab/models';
import type { Attributes, Graph, Op, TapeEntry, Value } from '../graph/graph.js';
import { staticDim } from '../graph/shapes.js';
import type { Shape } from '../graph/types.js';
import { BlockLayout } from './block-layout.js';
import {
  type BlockedOp,
  blockedConvolution,
  blockedTimeConvolution,
  type Convolution,
} from './blocked-convolution.js';
import { blockedMaxPool, blockedPooledConvolution, blockedRelu } from './blocked-pooling.js';
import { replaceNode } from './replace-nodes.js';

/**
 * Replaces the convolutions of a graph, and the ReLU and max-pooling that follow them, by operators that keep channels
 * in blocks, the layout of ONNX Runtime's fastest kernels on the CPU. Between them images stay in blocks: the plain
 * ones remain in the graph, too, but nothing reads them, and they are pruned.
 *
 * It runs on the forward pass, before gradients are taken: those of the replaced operators come in blocks as well.
 *
 * @param block - Channels of a block.
 * @returns Whether there was something to replace.
 */
export function useBlockedLayout(graph: Graph, block: number): boolean {
  const layout = new BlockLayout(block);
  const convolutions = new Map<Value, Convolution>();
  let replaced = false;
  for (const [index, entry] of graph.tape.entries()) {
    const replacement = replacementOf(entry, layout, convolutions);
    if (!replacement) continue;
    const [output] = entry.outputs as [Value];
    let blocked: BlockedOp;
    replaceNode(graph, output.node!, () => {
      blocked = replacement.emit();
      return blocked.result;
    });
    const { result, vjp } = blocked!;
    const blocks = layout.get(result);
    if (blocks) layout.set(output, blocks);
    const op: Op = { type: `Blocked${entry.op.type}`, infer: () => [output], vjp };
    graph.tape[index] = { op, inputs: replacement.inputs, outputs: [output], attributes: {} };
    replaced = true;
  }
  return replaced;
}

interface Replacement {
  /** The values that get an adjoint. */
  inputs: Value[];
  emit(): BlockedOp;
}

/** @param convolutions - Those before this operator, by their outputs. */
function replacementOf(
  { op, inputs, outputs: [output], attributes }: TapeEntry,
  layout: BlockLayout,
  convolutions: Map<Value, Convolution>,
): Replacement | undefined {
  if (output!.type !== 'float32') return undefined;
  const [x, kernel, bias] = inputs as [Value, Value, Value];
  const blocks = layout.get(x);
  switch (op.type) {
    case 'Conv': {
      const convolution = { x, kernel, bias, windows: windowsOf(attributes, kernel.shape.slice(2)) };
      convolutions.set(output!, convolution);
      return { inputs, emit: () => blockedConvolution(layout, convolution) };
    }
    case 'ConvolveTime': {
      const dilation = attributes.dilation as number;
      return typeof x.dim(0) === 'number'
        ? { inputs, emit: () => blockedTimeConvolution(layout, x, kernel, bias, dilation) }
        : undefined;
    }
    case 'Relu':
      return blocks && { inputs, emit: () => blockedRelu(layout, blocks) };
    case 'MaxPool': {
      const windows = windowsOf(attributes, attributes.kernel_shape as number[]);
      if (!blocks || !windows.every((window, k) => tiles(window, staticDim(x, k + 2)))) return undefined;
      const convolution = convolutions.get(x);
      return convolution && !convolution.x.node
        ? {
            inputs: [convolution.x, convolution.kernel, convolution.bias],
            emit: () => blockedPooledConvolution(layout, convolution, windows),
          }
        : { inputs, emit: () => blockedMaxPool(layout, x, blocks, windows) };
    }
    default:
      return undefined;
  }
}

/** The windows of an operator over images. */
function windowsOf(attributes: Attributes, sizes: Shape): Window2d {
  const { strides, pads, dilations = [1, 1] } = attributes as Record<string, number[]>;
  const windows = [0, 1].map((k) => ({
    size: sizes[k] as number,
    stride: strides![k]!,
    dilation: dilations[k]!,
    padding: [pads![k]!, pads![k + 2]!] as const,
  }));
  return windows as unknown as Window2d;
}

/** Whether windows lie side by side, with no entry in two of them. */
function tiles({ size, stride, dilation, padding }: Window2d[number], entries: number): boolean {
  return size === stride && dilation === 1 && padding[0] === 0 && padding[1] === 0 && size <= entries;
}
