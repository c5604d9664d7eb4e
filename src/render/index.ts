/**
 * Templates: text and variables in; text, a map back to the template, the files it depends on and diagnostics out.
 * Nunjucks' lexer, parser and nodes read two dialects, Nunjucks for native files and Tera 1.20 for clnrm's, and one
 * evaluator walks the tree. A template computes with plain data only: it reaches no JavaScript object, no file outside
 * the project and no environment variable that is not allowed, and every bound it can reach ends it with a diagnostic.
 * Nothing here knows TOML or scenarios.
 */
export { type Dependency, dialectOf } from './evaluate/load.ts';
export type { CallSite } from './fault.ts';
export type { Determinism, Uses } from './function/world.ts';
export { defaultLimits, type RenderLimits } from './limits.ts';
export type { LineMap, Origin } from './line-map.ts';
export { type Mentions, mentionsOf } from './mentions.ts';
export {
  isTemplateText,
  type ParseTemplateInput,
  parseTemplate,
  type Rendered,
  type RenderInput,
  renderTemplate,
  type TreeCache,
} from './render.ts';
export type { DialectName } from './syntax/lexer.ts';
export type { SyntaxTree } from './syntax/parse.ts';
export { toValue, type Value, type ValueMap } from './value/value.ts';
export {
  contextOf,
  givenVariables,
  type Namespaces,
  type PrdVariable,
  prdVariables,
  resolveVariables,
  type VariableSources,
  type VariableWatch,
  variablesFrom,
} from './variables.ts';
export {
  builtInTemplate,
  builtInTemplateName,
  type CallableName,
  type Vocabulary,
  vocabularyOf,
} from './vocabulary.ts';
