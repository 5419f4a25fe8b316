import { type ModelSpec, parametersOf, resolveSpec } from '@rnnlab/models';

type Resolved = ReturnType<typeof resolveSpec>['layers'][number];

/**
 * FLOPs of the matrix products that a training step cannot do without: two for each entry of a kernel and each
 * place it is applied at; once forward, once for the kernel's gradient, and once more for the gradient of what it
 * is applied to, unless nothing before it is trained. Look-ups of rows, for embeddings and one-hot input, are no
 * products.
 */
export function gemmFlops(spec: ModelSpec, { batch, steps }: { batch: number; steps: number }): number {
  const parameters = parametersOf(spec);
  let flops = 0;
  for (const resolved of resolveSpec(spec).layers) {
    const places = batch * placesOf(resolved, steps);
    for (const { name, layer, shape, size } of parameters) {
      if (layer !== resolved.index || shape.length < 2 || resolved.layer.type === 'embedding') continue;
      const readsInput = resolved.layer.type !== 'recurrent' || /\.0\.(forward|backward)\.kernel$/.test(name);
      if (readsInput && isOneHot(resolved)) continue;
      const inputIsTrained = !readsInput || parameters[0]!.layer < layer;
      flops += 2 * size * places * (inputIsTrained ? 3 : 2);
    }
  }
  return flops;
}

const isOneHot = ({ input }: Resolved): boolean => input.kind === 'sequence' && input.oneHot === true;

/** How often the kernels of a layer are applied to one example. */
function placesOf({ output }: Resolved, steps: number): number {
  switch (output.kind) {
    case 'sequence':
      return output.steps ?? steps;
    case 'image':
      return output.height * output.width;
    default:
      return 1;
  }
}
