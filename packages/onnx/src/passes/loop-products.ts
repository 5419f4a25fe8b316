import { Graph, type Node, type Value } from '../graph/graph.js';
import { add } from '../ops/arithmetic.js';
import { matmulTransposed } from '../ops/matmul.js';
import { transpose } from '../ops/shape.js';
import { insertNodes, replaceNode } from './replace-nodes.js';

/**
 * Entries from which a loop's matrix is worth it: below, transposing the result costs what the product saves
 * (measured with ONNX Runtime 1.29 and 1.30 on batches of 8 to 256 rows).
 */
const SMALLEST_MATRIX = 2 ** 19;

/**
 * Transposes products of a loop's rows with a large loop-invariant matrix: `(Wᵀ · xᵀ)ᵀ` for `x · W`. ONNX Runtime packs
 * the right operand of a product each time; transposed, that is the few rows of a batch and no longer the whole matrix.
 * Wᵀ itself is made once, outside the loop.
 *
 * Only for graphs whose gradients have been taken: the new nodes are on no tape.
 */
export function transposeLoopProducts(graph: Graph): void {
  for (const node of [...graph.nodes]) {
    for (const body of Object.values(node.attributes)) if (body instanceof Graph) transposeLoopProducts(body);
    if (graph.parent && isLargeProduct(node, graph)) transposeProduct(node, graph);
  }
}

function isLargeProduct({ op, inputs: [x, w], attributes }: Node, graph: Graph): boolean {
  if (!['MatMul', 'Gemm', 'FusedMatMul'].includes(op.type) || attributes.transA) return false;
  if (x!.rank !== 2 || x!.graph !== graph || w!.graph === graph || w!.type !== 'float32') return false;
  const [rows, columns] = w!.shape;
  return typeof rows === 'number' && typeof columns === 'number' && rows * columns >= SMALLEST_MATRIX;
}

/** Replaces a product by the transposed one, with the same result. */
function transposeProduct(product: Node, graph: Graph): void {
  const { inputs, attributes } = product;
  const [x, w, addend] = inputs as [Value, Value, Value?];
  const left = attributes.transB ? w : transposedOutside(w);
  replaceNode(graph, product, () => {
    const rows = transpose(matmulTransposed(left, x));
    return addend ? add(rows, addend) : rows;
  });
}

/** `wᵀ`, made right after `w`. */
function transposedOutside(w: Value): Value {
  const { graph } = w;
  const made = graph.nodes.find(({ op, inputs }) => op.type === 'Transpose' && inputs[0] === w);
  if (made) return made.outputs[0]!;
  return insertNodes(graph, w.node ? graph.nodes.indexOf(w.node) + 1 : 0, () => transpose(w));
}
