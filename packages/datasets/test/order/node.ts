import { digests } from './digests.js';

/** Prints the digests as JSON, for the script that runs this under several versions of Node. */
console.log(JSON.stringify(await digests()));
