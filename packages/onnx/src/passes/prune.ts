import { Graph, type Node, type Value } from '../graph/graph.js';

/**
 * Removes what no output needs: nodes, constants, and outputs of scans. Gradients leave such things behind, and a
 * runtime would compute them.
 */
export function prune(graph: Graph): void {
  const needed = new Set<Value>();
  pruneNodes(graph, needed);
  const { constants } = graph;
  constants.splice(0, constants.length, ...constants.filter((constant) => needed.has(constant)));
}

/** Keeps the nodes that a graph's outputs need, and notes all values that they read, in outer graphs too. */
function pruneNodes(graph: Graph, needed: Set<Value>): void {
  for (const output of graph.outputs) needed.add(output);
  const kept = [...graph.nodes].reverse().filter((node) => {
    if (!node.outputs.some((output) => needed.has(output))) return false;
    if (node.op.type === 'Scan') pruneOutputs(node, needed);
    for (const input of node.inputs) needed.add(input);
    for (const attribute of Object.values(node.attributes)) {
      if (attribute instanceof Graph) pruneNodes(attribute, needed);
    }
    return true;
  });
  graph.nodes.splice(0, graph.nodes.length, ...kept.reverse());
}

/** Drops what a scan keeps of each step and nothing reads. */
function pruneOutputs(node: Node, needed: Set<Value>): void {
  const { body, num_scan_inputs, scan_output_directions } = node.attributes;
  const states = node.inputs.length - (num_scan_inputs as number);
  const isKept = (_: unknown, k: number) => k < states || needed.has(node.outputs[k]!);
  const { outputs } = body as Graph;
  outputs.splice(0, outputs.length, ...outputs.filter(isKept));
  const directions = (scan_output_directions as number[]).filter((_, k) => isKept(_, k + states));
  node.attributes = { ...node.attributes, scan_output_directions: directions };
  node.outputs = node.outputs.filter(isKept);
}
