import type { Graph, Node, Value } from '../graph/graph.js';

/**
 * Puts the nodes of another computation in the place of a node that has one output. Only for graphs whose gradients have been
 * taken: the new nodes are on no tape.
 *
 * @param compute - Gives the same value; what it adds may go to the node's own graph only.
 */
export function replaceNode(graph: Graph, node: Node, compute: () => Value): void {
  const value = insertNodes(graph, graph.nodes.indexOf(node), compute);
  value.node!.outputs = node.outputs;
  graph.nodes.splice(graph.nodes.indexOf(node), 1);
}

/** Moves the nodes that a computation adds to a graph to a place among its nodes. */
export function insertNodes(graph: Graph, index: number, compute: () => Value): Value {
  const { recording } = graph;
  graph.recording = false;
  const before = graph.nodes.length;
  const value = compute();
  graph.nodes.splice(index, 0, ...graph.nodes.splice(before));
  graph.recording = recording;
  return value;
}
