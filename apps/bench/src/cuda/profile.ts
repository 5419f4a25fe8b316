import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { type Placement, type ProfileEvent, placementOf } from './placement.js';

const arrays = { float32: Float32Array, int32: Int32Array, uint8: Uint8Array };

/**
 * Runs a training program for one step on ones, and reads where its nodes ran. All of them may lie in the body of
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
