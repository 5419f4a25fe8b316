import { onnxruntime } from '@rnnlab/trainer';
import { agreements } from './agreements.js';
import { Child } from './child.js';
import { TOLERANCE } from './measure.js';
import { findTorch, torchCommand } from './processes.js';
import { relativeDifference } from './statistics.js';
import { openStepper } from './stepper.js';
import { prepare } from './workload.js';
import { withWorkloadFolder } from './workload-folder.js';

const STEPS = 20;

/** One comparison with PyTorch; of several ways to write a model there, the one that differs most. */
export interface Agreement {
  model: string;
  optimizer: string;
  /** Largest relative difference of a loss. */
  difference: number;
  agrees: boolean;
}

/**
 * Trains each pair for some steps here and in PyTorch, from the same weights on the same batches.
 *
 * @throws UsageError if there is no PyTorch.
 */
export async function* compareWithTorch(): AsyncGenerator<Agreement> {
  const torch = Child.start(torchCommand(findTorch(), 'losses', [String(STEPS)]));
  try {
    await torch.ask();
    for (const { model, name, threads, ...workload } of agreements()) {
      const prepared = prepare(workload);
      const stepper = await openStepper(onnxruntime({ threads }), prepared);
      const ours = await stepper.step(STEPS);
      await stepper.dispose();
      const { losses } = await withWorkloadFolder(prepared, (folder) =>
        torch.ask<{ losses: Record<string, number[]> }>({ folder }),
      );
      const difference = Math.max(
        ...Object.values(losses).flatMap((theirs) =>
          ours.map((loss, k) => relativeDifference(loss, theirs[k] ?? Number.NaN)),
        ),
      );
      yield { model, optimizer: name, difference, agrees: difference <= TOLERANCE };
    }
  } finally {
    await torch.stop();
  }
}
