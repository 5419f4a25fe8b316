import { library } from '../../scripts/library.ts';

export default library({ index: 'src/index.ts' }, { untyped: { bin: 'src/bin.ts' } });
