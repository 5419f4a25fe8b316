import { featureMaps } from '@rnnlab/plotting';
import type { Features } from '../../suites/suite.js';
import type { RunDrawing } from './drawn-from-runs.js';
import { imageOf, pixelsOf } from './images.js';

/** Test images whose maps are shown, the first ones. */
const SHOWN = 2;

/** What layers make of the first test images, a figure for each. */
export const featureFigures = ({ recipe, layers }: Features): RunDrawing[] =>
  Object.entries(layers).map(([layer, title]) => ({
    recipe,
    name: `features-${recipe}-${layer}`,
    caption: `What ${layer} of ${recipe} makes of the first two test images. All maps share one scale; dark is high.`,
    async draw({ model, test }) {
      const chosen = Array.from({ length: Math.min(SHOWN, test.length) }, (_, index) => index);
      const outputs = await model.features(
        chosen.map((index) => pixelsOf(test, index)),
        { layers: [layer] },
      );
      return featureMaps({
        title: `Feature maps of ${title}`,
        images: outputs.map((output, index) => ({
          ...output[layer]!,
          image: imageOf(test, index),
          caption: model.labels[test.labels[index]!]!,
        })),
      });
    },
  }));
