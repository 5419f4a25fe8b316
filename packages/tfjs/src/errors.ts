import { SpecError } from '@rnnlab/models';

/** The error about a definition of a user's, which is written for the compiler of `@rnnlab/onnx`. */
export const notHere = (kind: string, name: string): SpecError =>
  new SpecError(
    `The engine tfjs has no ${kind} ${JSON.stringify(name)}: one of your own trains with the engines onnxruntime and web.`,
  );
