import { existsSync } from 'node:fs';
import { hasCode } from '@rnnlab/shared';
import { onnxruntime } from '@rnnlab/trainer';

/** Where an NVIDIA driver shows: on Linux, in a container, and in the Linux of Windows. */
const DRIVERS = ['/proc/driver/nvidia/version', '/dev/nvidiactl', '/dev/dxg'];

/**
 * Why there is nothing to check here; undefined if there is a GPU and a CUDA provider. A provider that does not
 * work on the GPU is no reason: that is what the check is for.
 *
 * @param exists - Whether there is a file.
 * @param describe - Fails with an EngineError if there is no provider.
 */
export async function whyNotCuda(
  exists: (path: string) => boolean = existsSync,
  describe: () => Promise<string> = () => onnxruntime({ device: 'cuda' }).describe(),
): Promise<string | undefined> {
  if (!DRIVERS.some(exists)) return 'There is no driver of an NVIDIA GPU.';
  try {
    await describe();
    return undefined;
  } catch (error) {
    if (hasCode(error, 'RNNLAB_ENGINE')) return (error as Error).message;
    throw error;
  }
}
