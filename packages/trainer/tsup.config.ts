import { library } from '../../scripts/library.ts';

export default library(
  { index: 'src/index.ts', web: 'src/web.ts' },
  {
    untyped: {
      'onnxruntime-worker': 'src/engines/onnxruntime/node-worker.ts',
      'web-worker': 'src/engines/onnxruntime/web-worker.ts',
      'web-node-worker': 'src/engines/onnxruntime/web-node-worker.ts',
    },
  },
);
