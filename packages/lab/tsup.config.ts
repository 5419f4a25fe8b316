import { library } from '../../scripts/library.ts';

export default library(
  { index: 'src/index.ts' },
  { untyped: { 'reproduce-job': 'src/reproduce/job-process.ts' } },
);
