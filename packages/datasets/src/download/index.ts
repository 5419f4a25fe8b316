export type { RetryEvent, RetryOptions } from '../http/index.js';
export { cacheFolder } from './cache-folder.js';
export { type DownloadOptions, type DownloadProgress, download } from './download.js';
export type { RemoteFile } from './remote-file.js';
