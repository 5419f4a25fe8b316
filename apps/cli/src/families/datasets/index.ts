import { labelFolder } from './label-folder.js';
import { names } from './names.js';

/** Every dataset a recipe can name. */
export const datasets = { 'label-folder': labelFolder, names };
