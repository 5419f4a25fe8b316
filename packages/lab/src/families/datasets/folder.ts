import { optional, path } from '../../fields/kinds.js';

/** Where a public dataset lies on disk. */
export const folder = optional(path('The folder that has its files; by default they are downloaded once.'));

export const loadOptions = (values: { folder: string | null }): { folder?: string } =>
  values.folder === null ? {} : { folder: values.folder };
