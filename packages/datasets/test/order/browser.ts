import * as datasets from '../../src/index.js';
import { digests } from './digests.js';

/** What a page that imports the package offers to the test that opened it. */
Object.assign(globalThis, { page: { datasets, digests } });
