import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';

/** An entry of a profile that ONNX Runtime writes. */
interface ProfileEvent {
  cat?: string;
  args?: { provider?: string; op_name?: string };
}

/** The execution providers that ran the nodes of a graph. */
export interface Placement {
  /** Number of runs of nodes, including those in the bodies of scans. */
  nodes: number;
  /** Of those, the ones that were not on CUDA, by operator. */
  notOnCuda: Record<string, number>;
}

/** Reads from a profile which provider computed each node. */
export function placementOf(events: readonly ProfileEvent[]): Placement {
  const ran = events.filter(({ cat, args }) => cat === 'Node' && args?.provider);
  const notOnCuda: Record<string, number> = {};
  for (const { args } of ran) {
    if (args!.provider === 'CUDAExecutionProvider') continue;
    const operator = args!.op_name ?? 'unknown';
    notOnCuda[operator] = (notOnCuda[operator] ?? 0) + 1;
  }
  return { nodes: ran.length, notOnCuda };
}

/** Describes the nodes that are not on CUDA; undefined if all are. */
export function misplaced({ nodes, notOnCuda }: Placement): string | undefined {
  // A profile without nodes proves nothing.
  if (nodes === 0) return 'the profile of a step has no nodes';
  const operators = Object.entries(notOnCuda).sort(([, a], [, b]) => b - a);
  if (operators.length === 0) return undefined;
  const total = operators.reduce((sum, [, count]) => sum + count, 0);
  const list = operators.map(([name, count]) => `${name} ×${count}`).join(', ');
  return `${total} of ${nodes} runs of nodes in a step were not on CUDA: ${list}`;
}

const arrays = { float32: Float32Array, int32: Int32Array, uint8: Uint8Array };

/**
 * Runs a training program for one step on ones, and reads the execution provider of each node from a profile. All of them may lie in the body of
 * a scan, into which `session.disable_cpu_ep_fallback` does not look; a profile does.
 *
 * @param model - The program.
 * @param sizes - Of the axes that have a name.
 * @param providers - Execution providers, best first; the CPU always comes last.
 */
export async function profileStep(
  model: Uint8Array,
  sizes: Readonly<Record<string, number>>,
  providers: readonly string[],
): Promise<Placement> {
  const folder = await mkdtemp(join(tmpdir(), 'rnnlab-profile-'));
  try {
    const session = await InferenceSession.create(model, {
      executionProviders: providers,
      enableProfiling: true,
      profileFilePrefix: join(folder, 'step'),
      logSeverityLevel: 3,
    });
    const feeds = session.inputMetadata.map((input): [string, Tensor] => {
      if (!input.isTensor) throw new Error(`The input ${input.name} is no tensor.`);
      const dims = input.shape.map((dim) => (typeof dim === 'number' ? dim : sizes[dim]!));
      const size = dims.reduce((product, n) => product * n, 1);
      const type = input.type as keyof typeof arrays;
      return [input.name, new Tensor(type, new arrays[type](size).fill(1) as Float32Array, dims)];
    });
    await session.run(Object.fromEntries(feeds));
    session.endProfiling();
    const [file] = await readdir(folder);
    return placementOf(JSON.parse(await readFile(join(folder, file!), 'utf8')) as ProfileEvent[]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
