/**
 * The linter: habits of writing scenarios that cost readers or runs something, though the file is correct; what is not
 * correct is for `validate`. One rule a file, each with a code of its own, that a project can switch off and a comment
 * can allow. A fix changes how a file says something and not what it says: the model that it loads as stays the same,
 * which every application of a fix checks. Pure; reads and writes nothing.
 */
export { type FixedText, type FixOptions, fixText } from './fix.ts';
export { formatLint } from './format.ts';
export { type LintOptions, lintAll } from './lint.ts';
export { type Allowed, lintSet } from './lint-set.ts';
export { type LintRuleName, lintRuleNames } from './names.ts';
export type { LintRule } from './rule.ts';
export { lintRules } from './rules.ts';
