import { type Graph, Value } from './graph.js';

/** Stands in the place of an optional input that a node is not given. */
export const absent = (graph: Graph): Value => new Value(graph.root, '', 'int32', []);
