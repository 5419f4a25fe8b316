import { library } from '../../scripts/library.ts';

export default library(
  {},
  {
    untyped: {
      bin: 'src/bin.ts',
      'check-cuda': 'src/check-cuda.ts',
      engine: 'src/processes/engine.ts',
      gemm: 'src/processes/gemm.ts',
      generate: 'src/processes/generate.ts',
      jitter: 'src/processes/jitter.ts',
      memory: 'src/processes/memory.ts',
      placement: 'src/processes/placement.ts',
    },
    dts: false,
  },
);
