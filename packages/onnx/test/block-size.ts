import { blockSizeProbe } from '../src/programs/block-size.js';
import { withSession } from './session.js';

/** How many channels this machine's blocked convolutions keep side by side. */
export async function machineBlockSize(): Promise<number | undefined> {
  const { model, x, dims, sizeOf } = blockSizeProbe();
  const feeds = { x: { type: 'float32', dims, data: Array.from(x) } as const };
  return withSession(model, async (session) => sizeOf((await session.run(feeds)).order!.data)).catch(
    () => undefined,
  );
}
