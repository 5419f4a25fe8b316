import { type EngineName, engineOf, openStepper } from '../stepper.js';
import { readWorkload } from '../workload.js';
import { answer } from './child.js';

// Times one workload in one engine, in a process of its own: `engine.js ENGINE FOLDER LOSSES`.
const [name, folder, losses] = process.argv.slice(2) as [EngineName, string, string];
const engine = engineOf(name);
const stepper = await openStepper(engine, await readWorkload(folder));
const first: number[] = [];
while (first.length < Number(losses)) first.push(...(await stepper.step(1)));

await answer(
  { description: await engine.describe(), compileMs: stepper.compileMs, losses: first },
  async ({ seconds }) => ({
    ms: await stepper.time(seconds as number),
    // Kilobytes, the most there have been.
    rssMb: process.resourceUsage().maxRSS / 1024,
  }),
);
process.exit();
