export {
  CUSTOM_NAME,
  type CustomName,
  isCustomName,
  isUndefinedSentence,
} from './custom-name.js';
export { entryFile } from './entry-file.js';
export {
  type ErrorCode,
  hasCode,
  isAbsent,
  isRnnlabError,
  peerError,
  RnnlabError,
  reasonOf,
  systemError,
  systemReason,
} from './errors.js';
export { makeFolder, writeFileAtomic } from './files.js';
export { count, cut, duration, plural, share, shellWord, shown } from './format.js';
export { Generator } from './generator.js';
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
export { lengthBuckets, padRows } from './padding.js';
export { Registry } from './registry.js';
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
  undefinedValue,
  type ValueOf,
  type ValueSchema,
} from './settings.js';
export { nearest, noSuch, suggestion } from './suggestions.js';
