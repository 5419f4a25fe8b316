import { download } from '../src/download/download.js';
import type { RemoteFile } from '../src/download/remote-file.js';

// Downloads what its argument says and prints what came of it: for tests that need several processes.
const { file, options } = JSON.parse(process.argv[2]!) as { file: RemoteFile; options: object };
download(file, options).then(
  (path) => process.stdout.write(JSON.stringify({ path })),
  (error: NodeJS.ErrnoException) =>
    process.stdout.write(JSON.stringify({ code: error.code, message: error.message })),
);
