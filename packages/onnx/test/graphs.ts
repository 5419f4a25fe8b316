import { Graph, type Node } from '../src/graph/graph.js';

/** The graphs directly inside a graph: the bodies of its scans. */
export const bodiesOf = (graph: Graph): Graph[] =>
  graph.nodes.flatMap(({ attributes }) => Object.values(attributes).filter((a) => a instanceof Graph));

/** A graph and all graphs inside it. */
export const allGraphs = (graph: Graph): Graph[] => [graph, ...bodiesOf(graph).flatMap(allGraphs)];

/** Nodes of nested graphs that use nothing of the graph they are in, so that they could run once outside it. */
export const needlesslyNested = (graph: Graph): Node[] =>
  allGraphs(graph)
    .slice(1)
    .flatMap((body) =>
      body.nodes.filter(
        ({ op, inputs }) => op.type !== 'Identity' && !inputs.some((input) => input.graph === body),
      ),
    );
