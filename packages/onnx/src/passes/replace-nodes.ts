import type { Graph, Node, Value } from '../graph/graph.js';

/**
 * Replaces a node of a graph, of which only the first output is read, by another computation of the same value. The new
 * nodes are on no tape.
 *
 * @param compute - Emits the computation; it may add nodes to the node's own graph only.
 */
export function replaceNode(graph: Graph, node: Node, compute: () => Value): void {
  const [output] = node.outputs as [Value];
  const value = insertNodes(graph, graph.nodes.indexOf(node), compute);
  value.node!.outputs = [output];
  output.node = value.node;
  graph.nodes.splice(graph.nodes.indexOf(node), 1);
}

/** Emits a computation in the middle of a graph, before the node at an index. */
export function insertNodes(graph: Graph, index: number, compute: () => Value): Value {
  const { recording } = graph;
  graph.recording = false;
  const before = graph.nodes.length;
  const value = compute();
  graph.nodes.splice(index, 0, ...graph.nodes.splice(before));
  graph.recording = recording;
  return value;
}
