import { library } from '../../scripts/library.ts';

export default library(
  { index: 'src/index.ts', web: 'src/web.ts' },
  {
    untyped: {
      'onnxruntime-worker': 'src/engines/onnxruntime/worker.ts',
      'web-worker': 'src/engines/web/worker.ts',
      'web-node-worker': 'src/engines/web/node-worker.ts',
    },
  },
);
