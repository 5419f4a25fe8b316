export { main } from './main.js';
export { defineRecipe, extendRecipe } from './recipes/define.js';
export { recipes } from './recipes/index.js';
export type { Overrides, Recipe, Settings } from './recipes/recipe.js';
export { applySettings } from './recipes/set.js';
