import { library } from '../../scripts/library.ts';

export default library(
  {},
  {
    untyped: {
      bin: 'src/bin.ts',
      'check-cuda': 'src/check-cuda.ts',
      engine: 'src/engine-process.ts',
      gemm: 'src/gemm-process.ts',
      generate: 'src/generation/generate-process.ts',
      jitter: 'src/jitter-process.ts',
      memory: 'src/memory-process.ts',
      placement: 'src/cuda/placement-process.ts',
    },
    dts: false,
  },
);
