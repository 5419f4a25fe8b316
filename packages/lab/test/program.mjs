import { loadModel } from '@rnnlab/inference';
import { openRun, trainRecipe } from '@rnnlab/lab';

await trainRecipe('names', {
  settings: { model: { cell: 'gru', units: 64 }, epochs: 3, split: { distinct: false } },
  out: 'program-run',
  onEpoch: ({ epoch, validationAccuracy }) => console.log(`epoch ${epoch}: ${validationAccuracy.toFixed(3)}`),
});

const run = await openRun('program-run');
const { test, baseline } = await run.evaluate();
console.log(
  `test accuracy ${test.accuracy.toFixed(3)}, always ${baseline.label} ${baseline.accuracy.toFixed(3)}`,
);
const { path, bytes } = await run.export({ out: 'program.onnx' });
console.log(`${path}, ${bytes} bytes`);

const model = await loadModel(path, { input: 'text' });
for (const { text, classes } of await model.predict(['Kowalski', 'Nakamura'], { top: 1 })) {
  console.log(text, classes[0].label, classes[0].probability.toFixed(2));
}
await model.close();
