import type { Case } from './case.js';
import { cnns } from './cnns.js';
import { languageModels } from './language-models.js';
import { mnist } from './mnist.js';
import { names } from './names.js';
import { texts } from './texts.js';

export type { Case } from './case.js';

/** Every case, in the order in which they are run. */
export const cases: readonly Case[] = [...names, ...texts, ...mnist, ...languageModels, ...cnns];
