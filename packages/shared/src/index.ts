export { entryFile } from './entry-file.js';
export { type ErrorCode, hasCode, isRnnlabError, RnnlabError } from './error.js';
export { makeFolder, writeFileAtomic } from './files.js';
export { count, duration, plural, share, shellWord } from './format.js';
export { Generator } from './generator.js';
export { isAbsent, peerError } from './import-peer.js';
export { lengthBuckets } from './length-buckets.js';
export { nearest, noSuch, suggestion } from './nearest.js';
export { inNode, nodeModule, nodeModuleIfAny } from './node-module.js';
export {
  aFunction,
  aListOfStrings,
  anything,
  aPath,
  aSignal,
  aString,
  checkOptions,
  checkValue,
  flag,
  isWholeNumber,
  type MakeError,
  oneOf,
  positive,
  type Rule,
  rate,
  seed,
  wholeNumber,
} from './options.js';
export { padRows } from './padding.js';
export { type CustomName, isCustomName, Registry } from './registry.js';
export {
  accepts,
  COUNT,
  expectedOf,
  jsonSchemaOf,
  type Option,
  type Options,
  type OptionsInput,
  type OptionValues,
  objectSchemaOf,
  POSITIVE,
  parseOptions,
  parseText,
  RATE,
  ruleOf,
  SEED,
  type ValueOf,
  type ValueSchema,
} from './settings.js';
export { cut, reasonOf, shown } from './shown.js';
export { systemError, systemReason } from './system-error.js';
