export type { ArchiveEntry } from './entry.js';
export { type ExtractOptions, extract } from './extract.js';
export type { ArchiveLimits } from './guard.js';
export { readArchive } from './read-archive.js';
