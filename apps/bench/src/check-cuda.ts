import { checkCuda } from './cuda/check.js';

// An exit clears up: temporary files go, and processes that were started.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));
process.exitCode = await checkCuda(process.argv.slice(2));
