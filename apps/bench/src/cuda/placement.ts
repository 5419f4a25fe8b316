/** An entry of a profile that ONNX Runtime writes. */
export interface ProfileEvent {
  cat?: string;
  args?: { provider?: string; op_name?: string };
}

/** Where the nodes of a graph ran. */
export interface Placement {
  /** Runs of nodes, those in the bodies of scans included. */
  nodes: number;
  /** Of those, the ones that were not on CUDA, by operator. */
  elsewhere: Record<string, number>;
}

/** Reads from a profile which provider computed each node. */
export function placementOf(events: readonly ProfileEvent[]): Placement {
  const ran = events.filter(({ cat, args }) => cat === 'Node' && args?.provider);
  const elsewhere: Record<string, number> = {};
  for (const { args } of ran) {
    if (args!.provider === 'CUDAExecutionProvider') continue;
    const operator = args!.op_name ?? 'unknown';
    elsewhere[operator] = (elsewhere[operator] ?? 0) + 1;
  }
  return { nodes: ran.length, elsewhere };
}

/** The sentence for a graph that is not all on CUDA; undefined if it is. */
export function misplaced({ nodes, elsewhere }: Placement): string | undefined {
  // A profile without nodes proves nothing.
  if (nodes === 0) return 'the profile of a step has no nodes';
  const operators = Object.entries(elsewhere).sort(([, a], [, b]) => b - a);
  if (operators.length === 0) return undefined;
  const total = operators.reduce((sum, [, count]) => sum + count, 0);
  const list = operators.map(([name, count]) => `${name} ×${count}`).join(', ');
  return `${total} of ${nodes} runs of nodes in a step were not on CUDA: ${list}`;
}
