import { onnxruntime, stepsPerCall } from '@rnnlab/trainer';
import { cases } from '../cases.js';
import { median } from '../comparison.js';
import { openStepper } from '../stepper.js';
import { prepareCase } from '../workload.js';
import { answer } from './child.js';

// Watches the memory of a process of its own: `memory.js CASE STEPS` trains on, `memory.js CASE STEPS TRAINERS` with
// one trainer after the other.
const [name, steps, trainers = '1'] = process.argv.slice(2) as [string, string, string?];
const workload = prepareCase(cases.find((benchmark) => benchmark.name === name)!);
const residentMb = (): number => process.memoryUsage.rss() / 1e6;
/** Medians over tenths: a single reading depends on when garbage was collected last. */
const tenths: number[] = [];

await answer({}, async () => {
  if (trainers === '1') {
    const stepper = await openStepper(onnxruntime(), workload);
    let perCall = 1;
    for (let tenth = 0; tenth < 10; tenth++) {
      const readings: number[] = [];
      let done = 0;
      while (done < Number(steps) / 10) {
        const began = performance.now();
        await stepper.step(perCall);
        done += perCall;
        readings.push(residentMb());
        perCall = stepsPerCall((performance.now() - began) / perCall);
      }
      tenths.push(median(readings));
    }
  } else {
    for (let tenth = 0; tenth < 10; tenth++) {
      const readings: number[] = [];
      for (let made = 0; made < Number(trainers) / 10; made++) {
        const stepper = await openStepper(onnxruntime(), workload);
        await stepper.step(Number(steps));
        await stepper.dispose();
        readings.push(residentMb());
      }
      tenths.push(median(readings));
    }
  }
  return { tenths };
});
process.exit();
