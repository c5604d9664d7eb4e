/**
 * Scenario files: the schema, declared once, and everything that derives from it; reading a file into a located table,
 * normalising clnrm's generations into the native form, and checking it. The result is plain data plus a way to find
 * the place of any key. Knows nothing of running or judging.
 */

export {
  type ConditionFault,
  type ConditionRole,
  type ConditionTest,
  Cursor,
  parseCondition,
  refuse,
} from './condition.ts';
export type { Dialect } from './dialect.ts';
export { type FormatOptions, type Formatted, formatScenario, type Token, tokenize } from './format/index.ts';
export { compileGlob, type Glob, isGlob } from './glob.ts';
export { type JsonPath, type JsonPathError, type JsonPathPart, parseJsonPath } from './json-path.ts';
export {
  type LoadedFile,
  type LoadInput,
  type LoadResult,
  loadScenarioFile,
  type Origin,
  type Written,
} from './load.ts';
export { type LoadedSet, loadPlain, loadRendered } from './load-template.ts';
export { type Combination, combinationLabel } from './matrix/label.ts';
export { type Found, mergeCombinations } from './matrix/merge.ts';
export { type Migrated, type MigrateOptions, migrateScenario, nativeNameOf } from './migrate/index.ts';
export type { KeyPath } from './path.ts';
export { compilePattern, isPattern, type Pattern, type PatternError, type PatternMatch } from './pattern.ts';
export {
  type Placeholder,
  type PlaceholderPart,
  parsePlaceholders,
  placeholderForms,
  substitute,
} from './placeholder.ts';
export { checkPlugin, type PluginCase } from './plugins/check-plugin.ts';
export type { Plugin, PluginParameters, PluginPreset, PluginReadiness } from './plugins/plugin.ts';
export { type Plugins, type Preset, presets, withPreset } from './plugins/presets.ts';
export { checkPlugins, loadedPreset, pluginsOf } from './plugins/project.ts';
export { readPreset } from './plugins/read-preset.ts';
export { printScenarioFile } from './print.ts';
export { createProblems } from './problems.ts';
export { type RenderedFile, type Rendering, renderFile, type VariableUse } from './rendering/render-file.ts';
export type { TemplateSurroundings } from './rendering/surroundings.ts';
export { check } from './schema/check.ts';
export {
  anything,
  boolean,
  choice,
  duration,
  type Field,
  type Infer,
  integer,
  list,
  map,
  object,
  optional,
  type Schema,
  type Shape,
  text,
} from './schema/dsl.ts';
export { formatDuration, parseDuration } from './schema/duration.ts';
export type {
  Bound,
  CountsExpectation,
  Expectations,
  GraphExpectation,
  HermeticityExpectation,
  OrderExpectation,
  SpanExpectation,
  StatusExpectation,
  TraceExpectation,
  ValueTest,
  WindowExpectation,
} from './schema/expect.ts';
export {
  type Limits,
  type OtelSettings,
  type Scenario,
  type ScenarioFile,
  scenarioFile,
} from './schema/file.ts';
export { jsonSchemaOf, scenarioJsonSchema } from './schema/json-schema.ts';
export { type PluginTable, pluginSchema } from './schema/plugin.ts';
export { scenarioReference } from './schema/reference.ts';
export type { Readiness, Service } from './schema/service.ts';
export type { Command, OutputExpectation, Step, StepExpectation } from './schema/step.ts';
export { codeText, fallbackText, typeText } from './schema/type-text.ts';
export { compileName, isOwnName } from './span-name.ts';
export { quoteCommand, splitCommand } from './split.ts';
export { isThisMachine } from './structure/policy.ts';
export { isTemplate, withoutTemplateEnding } from './template.ts';
export {
  type Located,
  type LocatedEntry,
  type LocatedTable,
  locate,
  parseToml,
  printInline as printTomlValue,
  type TomlData,
} from './toml/index.ts';
