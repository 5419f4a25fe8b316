import type { MetricSpec } from '@rnnlab/metrics';
import type { ModelSpec } from '@rnnlab/models';
import type { LossSpec } from '@rnnlab/onnx';
import type { Examples, FitOptions } from '@rnnlab/trainer';

export const LABELS: string[];
export const spec: ModelSpec;
export function sequences(count: number, seed: number): { ids: number[]; target: number }[];
export function examples(count: number, seed: number): Examples;
export const loss: LossSpec;
export const metrics: MetricSpec[];
export const options: FitOptions;
